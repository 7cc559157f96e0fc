-- Thresholds at the ends of the range, on the side that still says something.
protocol "threshold-at-the-edge" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = any { age:at_least(120), age:at_most(0) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
