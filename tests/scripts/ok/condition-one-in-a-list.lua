-- A list of one condition is a list.
protocol "condition-one-in-a-list" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = any { fever }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
