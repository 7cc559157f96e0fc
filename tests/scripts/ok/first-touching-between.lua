-- `between` lines that touch leave no gap.
protocol "first-touching-between" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature?", min = 30, max = 45, unit = "Cel" }
local points = first { { 0, when = temp:between(30, 38) }, { 1, when = temp:between(38, 39) }, { 2, when = temp:between(39, 41) }, { 3 } }
red_flag "flag" { when = points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
