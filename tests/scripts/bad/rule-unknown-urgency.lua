-- An urgency that is none: the nearest is named.
protocol "rule-unknown-urgency" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "A fever.", refer = { to = "a physician", urgency = "imediate" }, source = "S1" }

-- expect error 4:95 referral: did you mean "immediate"?
