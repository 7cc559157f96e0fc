-- `during` bars single techniques; a halt may name a step.
protocol "rule-during" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt sharply now?", live = true }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." }, step "back" { "Come back." } }
technique "twist" { title = "Twist", step "left" { "Turn left." } }
red_flag "hot" { when = fever, because = "A fever.", refer = { to = "a nurse", urgency = "routine" }, source = "S0" }
contraindication "fever" { when = fever, because = "A fever.", during = { "stretch", "twist" }, source = "S1" }
halt "pain" { when = hurts, because = "It hurts.", during = { "stretch/reach", "twist" }, source = "S2", refer = { to = "a nurse", urgency = "routine" } }
