-- Two steps of one id.
protocol "technique-step-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "pain" { when = hurts, because = "It hurts.", source = "S2" }
technique "stretch" { title = "Stretch", step "reach" { "Reach." }, step "reach" { "Reach again." } }

-- expect error 7:69 declared-twice: the technique has a step `reach` already, at line 7
