-- A derived value that nothing uses is told to nobody, and its fact is never asked.
protocol "derived-value-nobody-uses" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local old = derive "old" { age:over(65) }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:13 unreached: nothing looks at the fact `age`
