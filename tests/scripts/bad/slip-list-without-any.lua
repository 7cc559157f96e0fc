-- A list of conditions that nothing joins.
protocol "slip-list-without-any" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you shiver?" }
red_flag "flag" { when = { fever, chills }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:26 wrong-type: say how they are joined: `any { ... }` or `all { ... }`
