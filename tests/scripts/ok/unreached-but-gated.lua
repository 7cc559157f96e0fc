-- A fact that only a gate looks at is reached.
protocol "unreached-but-gated" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local weak = yes_no "weak" { ask = "Do you feel weak?", only_if = chills, otherwise = false }
red_flag "flag" { when = fever | weak, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
