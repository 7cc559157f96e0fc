-- A gate is a condition, and a number is none.
protocol "gate-is-no-condition" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a" }
local falls = yes_no "falls" { ask = "Do you fall?", only_if = age, otherwise = false }
red_flag "flag" { when = falls, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:64 wrong-type: `only_if` takes a condition, but found the number `age`
