-- A fact behind a gate that nothing uses does not reach the gate either.
protocol "gate-of-a-fact-nobody-uses" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local days = number "days" { ask = "For how many days?", min = 0, max = 60, unit = "d", only_if = chills, otherwise = none }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:16 unreached: nothing looks at the fact `chills`
-- expect error 5:14 unreached: nothing looks at the fact `days`
