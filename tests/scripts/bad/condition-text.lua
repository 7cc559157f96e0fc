-- A text is not a condition: the fact itself is.
protocol "condition-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = any { "fever" }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:32 wrong-type: `any` takes a condition, but found the text "fever"
