-- A result without lines.
protocol "result-empty" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
result "care" { title = "Care" }

-- expect error 5:1 empty-list: `result "care"` has no lines
