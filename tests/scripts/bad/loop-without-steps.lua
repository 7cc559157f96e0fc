-- A loop of nothing.
protocol "loop-without-steps" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "pain" { when = hurts, because = "It hurts.", source = "S2" }
technique "stretch" { title = "Stretch", loop "again" { at_most = 3 } }

-- expect error 7:42 empty-list: `loop "again"` has no steps
