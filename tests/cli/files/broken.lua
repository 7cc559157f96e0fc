protocol "broken" { format = 1, version = "1.0.0", title = "A protocol with a mistake" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "hot" { when = fevr, because = "A fever comes first.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
