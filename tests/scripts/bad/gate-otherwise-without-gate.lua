-- `otherwise` says nothing without a gate.
protocol "gate-otherwise-without-gate" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?", otherwise = false }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:74 gate: `otherwise` stands without `only_if` or `ask_if`
