-- A step that is not there: the nearest is named.
protocol "halt-during-unknown-step" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "pain" { when = hurts, because = "It hurts.", source = "S2", during = { "stretch/raech" } }

-- expect error 7:78 unknown-reference: did you mean `stretch/reach`?
