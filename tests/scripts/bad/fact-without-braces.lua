-- A fact that was named, but never described.
protocol "fact-without-braces" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:15 never-finished: `yes_no "fever"` was never given its table
