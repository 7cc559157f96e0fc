-- The header comes first.

local fever = yes_no "fever" { ask = "Do you have a fever?" }
protocol "header-too-late" { format = 1, version = "1.0.0", title = "A script" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:15 header-missing: the `protocol` header comes before everything else
-- expect error 4:1 header-twice: a protocol has one header, and it comes first
