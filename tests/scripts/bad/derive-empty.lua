-- Derived from nothing.
protocol "derive-empty" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local nothing = derive "nothing" {}
red_flag "flag" { when = fever | nothing, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:17 empty-list: `derive "nothing"` has no expression
