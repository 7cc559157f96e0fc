-- Warning: nobody can look up where the rule is from.
protocol "rule-without-source" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "A fever.", refer = { to = "a physician", urgency = "urgent" } }

-- expect warning 4:1 no-source: the red_flag `flag` does not say where it is from
