-- Which format is it?
protocol "header-format-missing" { version = "1.0.0", title = "A script" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:1 missing-key: `protocol "header-format-missing"` has no `format`
