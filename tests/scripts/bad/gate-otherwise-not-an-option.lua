-- The value where the gate is false must be an option.
protocol "gate-otherwise-not-an-option" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fell = yes_no "fell" { ask = "Did you fall?" }
local bearing = choice "bearing" { ask = "Walking since?", options = { "normal", "cannot" }, only_if = fell, otherwise = "normel" }
red_flag "flag" { when = bearing:is "cannot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:122 bad-value: did you mean "normal"?
