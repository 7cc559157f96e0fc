protocol "failing" { format = 1, version = "1.0.0", title = "A protocol whose tests fail" }
local fever = yes_no "fever" { ask = "Do you have a <fever> & \"chills\"?" }
red_flag "hot" { when = fever, because = "A fever comes first.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
