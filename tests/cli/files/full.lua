-- Whose tests show all of it.
protocol "full" { format = 1, version = "1.0.0", title = "Full", refer = { to = "physician", urgency = "routine" } }
local fever = yes_no "fever" { ask = "Fever?" }
local age   = number "age" { ask = "Age?", min = 0, max = 120, unit = "a", whole = true }
red_flag "hot" { when = all { fever, age:over(65) }, because = "A fever must be seen.", source = "S1" }
