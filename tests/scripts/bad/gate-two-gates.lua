-- One gate is enough: only_if and ask_if mean different things.
protocol "gate-two-gates" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you shiver?", only_if = fever, ask_if = fever, otherwise = false }
red_flag "flag" { when = chills, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:84 gate: `yes_no "chills"` has both `only_if` and `ask_if`
