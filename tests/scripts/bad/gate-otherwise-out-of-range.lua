-- The value where the gate is false must be in the range.
protocol "gate-otherwise-out-of-range" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local days = number "days" { ask = "For how many days?", min = 1, max = 60, unit = "d", only_if = fever, otherwise = 0 }
red_flag "flag" { when = days:over(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:118 bad-range: 0 is outside of the fact's range, 1 to 60
