-- A referral says to whom.
protocol "rule-refer-to-nobody" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "A fever.", refer = { to = {}, urgency = "urgent" }, source = "S1" }

-- expect error 4:70 empty-list: `to` names nobody
