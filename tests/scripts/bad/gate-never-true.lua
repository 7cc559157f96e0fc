-- A gate that nobody passes: the fact is never asked.
protocol "gate-never-true" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 18, max = 120, unit = "a" }
local minor = yes_no "minor" { ask = "Is a parent here?", only_if = age:under(18), otherwise = false }
red_flag "flag" { when = minor, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:69 never-true: `age:under(18)` can never be true: `age` is 18 to 120 a
