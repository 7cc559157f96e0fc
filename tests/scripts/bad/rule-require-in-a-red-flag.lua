-- A red flag fires when its condition is true.
protocol "rule-require-in-a-red-flag" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { require = fever, because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:19 unknown-key: `red_flag "flag"` has no key `require`
