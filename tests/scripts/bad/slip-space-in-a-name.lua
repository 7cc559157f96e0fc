-- A name with a space.
protocol "slip-space-in-a-name" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local prior dvt = yes_no "prior" { ask = "Ever a clot?" }
red_flag "flag" { when = prior, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:7 syntax: write `prior_dvt`
