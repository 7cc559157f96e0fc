-- A condition has no unit.
protocol "derive-unit-on-a-condition" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local ill = derive "ill" { fever, unit = "kg" }
red_flag "flag" { when = ill, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:35 unknown-key: only numbers have a unit
