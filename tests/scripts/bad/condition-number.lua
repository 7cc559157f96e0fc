-- A number is not a condition.
protocol "condition-number" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = any { age, fever }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:32 wrong-type: `any` takes a condition, but found the number `age`
