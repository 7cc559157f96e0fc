-- An optional fact that reaches a negation by way of a function.
protocol "optional-in-a-function-under-not" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local cool = derive "cool" { temp, type = "yes_no", function(temp) return temp ~= nil and temp < 37 end }
red_flag "flag" { when = fever & ~cool, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:34 optional-clears: the optional fact `temp` stands under `~`, `none_of` or `is_not`, where
