-- between(65, 18): no number lies there.
protocol "between-reversed" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:between(65, 18), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:38 bad-range: `:between(65, 18)` holds for nobody: the lower end comes first
