-- A technique that is not there: the nearest is named.
protocol "rule-during-unknown" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
precondition "rested" { require = ~fever, because = "Rest first.", source = "S2", during = { "strech" } }

-- expect error 6:94 unknown-reference: did you mean `stretch`?
