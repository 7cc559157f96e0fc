-- AND in capitals.
protocol "slip-capital-and" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = age:over(50) AND fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:39 syntax: write `&`: a & b, or all { a, b }
