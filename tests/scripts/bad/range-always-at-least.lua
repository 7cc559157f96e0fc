-- at_least(0) where min is 0 is always true.
protocol "range-always-at-least" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:at_least(0), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 never-false: `age:at_least(0)` can never be false: `age` is 0 to 120 a
