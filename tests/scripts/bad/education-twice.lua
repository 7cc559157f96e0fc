-- Two educations of one id.
protocol "education-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
education "pops" { title = "Why it pops", text = "Gas." }
education "pops" { title = "Why it pops", text = "A bubble." }

-- expect error 6:1 declared-twice: `pops` is declared twice; the first is at education-twice.lua:5:1
