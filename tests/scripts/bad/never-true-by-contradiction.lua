-- Two comparisons that exclude each other.
protocol "never-true-by-contradiction" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = all { age:under(18), age:over(65) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 never-true: `all { age:under(18), age:over(65) }` can never be true: `age` is 0 to 120
