-- A choice must list its options.
protocol "choice-without-options" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?" }
red_flag "flag" { when = bearing:is "cannot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:17 missing-key: `choice "bearing"` has no `options`
