-- A copied line whose name was not changed.
protocol "slip-same-local-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local fever = yes_no "chills" { ask = "Do you shiver?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:7 declared-twice: give one of the two another name
