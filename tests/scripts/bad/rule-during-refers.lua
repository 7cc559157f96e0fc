-- A rule that bars a technique only cannot refer.
protocol "rule-during-refers" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "local" { when = fever, because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S2", during = { "stretch" } }

-- expect error 6:64 referral: a rule with `during` bars techniques only and refers nobody
