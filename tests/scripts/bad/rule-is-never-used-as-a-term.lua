-- A rule is not a term.
protocol "rule-is-never-used-as-a-term" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local flag = red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "other" { when = any { flag, fever }, because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:33 wrong-type: `any` takes a condition, but found the rule `flag`
