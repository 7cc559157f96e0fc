-- An education that is not there: the nearest is named.
protocol "rule-see-unknown" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
education "why-fever" { title = "Why a fever matters", text = "It may be an infection." }
red_flag "flag" { when = fever, because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S1", see = { "why-fevr" } }

-- expect error 5:130 unknown-reference: did you mean `why-fever`?
