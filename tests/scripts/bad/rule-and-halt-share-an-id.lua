-- Rules and halts share one name space.
protocol "rule-and-halt-share-an-id" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "flag" { when = hurts, because = "It hurts.", source = "S1" }

-- expect error 6:1 declared-twice: `flag` is declared twice; the first is at rule-and-halt-share-an-id.lua:5:1
