-- A rule without a condition.
protocol "rule-without-when" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "other" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:1 missing-key: `red_flag "flag"` has no `when`
