-- Two comparisons that leave nobody.
protocol "never-false-by-cover" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = any { age:under(70), age:over(60) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 never-false: `any { age:under(70), age:over(60) }` can never be false: `age` is 0 to
