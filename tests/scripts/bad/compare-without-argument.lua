-- Over what, and between which?
protocol "compare-without-argument" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:over(), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "middle" { when = age:between(50), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "two" { when = at_least(), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:30 wrong-type: write `:over(number)`
-- expect error 5:32 wrong-type: write `:between(low, high)`
-- expect error 6:25 wrong-type: write `at_least(2, { a, b, c })`
