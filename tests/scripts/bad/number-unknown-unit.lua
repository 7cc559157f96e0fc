-- A unit that UCUM writes otherwise.
protocol "number-unknown-unit" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature?", min = 30, max = 45, unit = "degC" }
red_flag "flag" { when = temp:at_least(38), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:79 unknown-unit: did you mean "Cel"?
