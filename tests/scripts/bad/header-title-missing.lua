-- A protocol has a title.
protocol "header-title-missing" { format = 1, version = "1.0.0" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:1 missing-key: `protocol "header-title-missing"` has no `title`
