-- An optional fact under ~: not having measured would count against nobody, measuring would clear.
protocol "optional-negated" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever & ~temp:at_least(38), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:34 optional-clears: the optional fact `temp` stands under `~`, `none_of` or `is_not`, where
