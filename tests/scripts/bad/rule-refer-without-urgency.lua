-- A referral says how soon.
protocol "rule-refer-without-urgency" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "A fever.", refer = { to = "a physician" }, source = "S1" }

-- expect error 4:63 missing-key: a referral has no `urgency`
