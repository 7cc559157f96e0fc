-- A gate on a live fact is never settled when screened.
protocol "live-gate-of-a-screening-fact" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
local where = choice "where" { ask = "Where?", options = { "neck", "back" }, only_if = hurts, otherwise = none }
red_flag "flag" { when = where:is "neck", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:26 live-in-screening: the fact `hurts` is live, and nobody is asked it when screened
