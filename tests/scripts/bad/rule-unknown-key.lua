-- A misspelt key of a rule: the nearest key is named.
protocol "rule-unknown-key" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, becuse = "It matters.", because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:33 unknown-key: did you mean `because`?
