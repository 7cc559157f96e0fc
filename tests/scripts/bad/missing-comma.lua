-- A missing comma between two keys.
protocol "missing-comma" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters." refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:57 missing-comma: a comma is missing in this table, between `"It matters."` and `refer`
