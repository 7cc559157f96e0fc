-- A hold is a time.
protocol "technique-hold-is-a-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "pain" { when = hurts, because = "It hurts.", source = "S2" }
technique "stretch" { title = "Stretch", step "reach" { "Reach.", hold = "ten seconds" } }

-- expect error 7:74 wrong-type: `hold` takes a span of time such as `seconds(10)` or `minutes(30)`, but
