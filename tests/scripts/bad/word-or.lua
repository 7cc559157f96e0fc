-- `fever or chills` is Lua for "fever": the classic trap.
protocol "word-or" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
red_flag "flag" { when = fever or chills, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:32 word-outside-function: `or` does not work on conditions: Lua would settle it here and now, before
