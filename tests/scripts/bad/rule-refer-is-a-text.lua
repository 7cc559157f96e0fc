-- A referral is a table.
protocol "rule-refer-is-a-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "A fever.", refer = "a physician", source = "S1" }

-- expect error 4:63 wrong-type: a referral takes a table, but found the text "a physician"
