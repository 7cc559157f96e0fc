-- A group that `groups` does not have: the nearest is named.
protocol "group-unknown" { format = 1, version = "1.0.0", title = "A script of the test suite" }
groups { { "signs", "Signs" }, { "history", "History" } }
local fever = yes_no "fever" { ask = "Do you have a fever?", group = "sings" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:70 unknown-reference: did you mean `signs`?
