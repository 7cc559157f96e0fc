-- What is the value where the gate is false? Nobody may invent it.
protocol "gate-without-otherwise" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local days = number "days" { ask = "For how many days?", min = 0, max = 60, unit = "d", only_if = fever }
red_flag "flag" { when = days:over(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:99 gate: `only_if` needs `otherwise`: the value where it does not hold
