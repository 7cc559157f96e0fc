-- Two techniques of one id.
protocol "technique-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "pain" { when = hurts, because = "It hurts.", source = "S2" }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." } }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." } }

-- expect error 8:1 declared-twice: `stretch` is declared twice; the first is at technique-twice.lua:7:1
