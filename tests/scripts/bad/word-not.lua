-- `not` on a term is always false.
protocol "word-not" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
red_flag "flag" { when = any { not fever, chills }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:32 word-outside-function: `not` does not work on conditions: Lua would settle it here and now,
