-- A scope says what it requires.
protocol "rule-when-in-a-scope" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
scope "adults" { when = age:at_least(16), because = "Adults only.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:18 unknown-key: `scope "adults"` has no key `when`
