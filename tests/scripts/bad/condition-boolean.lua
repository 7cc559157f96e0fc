-- `true` as a condition: a rule for everybody says nothing.
protocol "condition-boolean" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = true, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 wrong-type: `when` takes a condition, but found true
