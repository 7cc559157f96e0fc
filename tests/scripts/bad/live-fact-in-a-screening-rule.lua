-- A live fact changes while moving: a screening rule may rest on it only with `throughout`.
protocol "live-fact-in-a-screening-rule" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
red_flag "pain" { when = hurts, because = "It hurts.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 live-in-screening: the fact `hurts` is live, and nobody is asked it when screened
