-- A fact must say how it is asked.
protocol "fact-without-ask" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" {}
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:15 missing-key: `yes_no "fever"` has no `ask`
