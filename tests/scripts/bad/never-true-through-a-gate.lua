-- The gate and the condition exclude each other.
protocol "never-true-through-a-gate" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local days = number "days" { ask = "For how many days?", min = 0, max = 60, unit = "d", only_if = fever, otherwise = none }
red_flag "flag" { when = all { ~fever, days:over(3) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:26 never-true: `all { ~fever, days:over(3) }` can never be true: `fever` is yes or no;
