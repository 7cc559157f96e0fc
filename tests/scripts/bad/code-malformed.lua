-- A code is a system and a code.
protocol "code-malformed" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?", code = "386661006" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:69 wrong-type: `code` takes a table, but found the text "386661006"
