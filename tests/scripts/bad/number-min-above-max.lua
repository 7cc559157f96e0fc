-- A range that holds no number.
protocol "number-min-above-max" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 120, max = 0, unit = "a" }
red_flag "flag" { when = age:over(65), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:71 bad-range: `max` is 0, below `min`, which is 120
