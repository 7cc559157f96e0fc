-- Two rules of one id.
protocol "rule-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "flag" { when = fever, because = "It matters a lot.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:1 declared-twice: `flag` is declared twice; the first is at rule-twice.lua:4:1
