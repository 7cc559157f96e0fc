-- A word with a dash, as a value.
protocol "slip-dash-in-yes-no" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes-no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:15 undeclared: did you mean `yes_no`?
