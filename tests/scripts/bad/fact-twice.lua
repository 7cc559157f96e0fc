-- Two facts of one name.
protocol "fact-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local again = yes_no "fever" { ask = "A fever, did you say?" }
red_flag "flag" { when = fever | again, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:15 declared-twice: `fever` is declared twice; the first is at fact-twice.lua:3:15
