-- A list in brackets.
protocol "slip-list-in-brackets" { format = 1, version = "1.0.0", title = "A script of the test suite" }
groups [ { "a", "A" }, { "b", "B" } ]
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:22 missing-end: write `]` where it ends; a list stands between braces: `{ ... }`
