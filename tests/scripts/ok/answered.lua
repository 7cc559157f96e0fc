-- answered(): was there an answer at all?
protocol "answered" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
red_flag "flag" { when = fever & ~temp:answered() | temp:at_least(38), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
