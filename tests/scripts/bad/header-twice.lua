-- One file, one protocol.
protocol "one" { format = 1, version = "1.0.0", title = "One" }
protocol "two" { format = 1, version = "1.0.0", title = "Two" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:1 header-twice: a protocol has one header, and it comes first
