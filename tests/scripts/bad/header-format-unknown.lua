-- A format of the future.
protocol "header-format-unknown" { format = 2, version = "1.0.0", title = "A script" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:45 bad-header: format 2 is not known here; this program reads format 1
