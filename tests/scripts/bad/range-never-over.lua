-- over(120) where max is 120 is never true.
protocol "range-never-over" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:over(120), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 never-true: `age:over(120)` can never be true: `age` is 0 to 120 a
