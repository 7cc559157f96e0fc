-- A halt that nothing said during a session can change.
protocol "halt-without-a-live-fact" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
technique "stretch" { title = "Stretch", step "reach" { "Reach forward slowly." } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "fever" { when = fever, because = "A fever.", source = "S2" }

-- expect error 6:23 no-live-fact: a halt without a live fact: nothing that is reported on the way can change
