-- `<` on terms cannot give a condition in Lua: under() does.
protocol "operator-less" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age < 18, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:30 operator-on-term: `<` compares here and now, and a term has no value before somebody has
