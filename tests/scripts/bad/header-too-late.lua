-- The header comes first.

local fever = yes_no "fever" { ask = "Do you have a fever?" }
protocol "header-too-late" { format = 1, version = "1.0.0", title = "A script" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
