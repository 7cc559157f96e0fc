-- An optional fact that picks a lower value than a later line would give.
protocol "optional-lower-first-line" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local points = first { { 0, when = temp:under(37) }, { 2, when = fever }, { 1 } }
red_flag "flag" { when = points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:36 optional-clears: the optional fact `temp` stands in a line whose value is lower than a
