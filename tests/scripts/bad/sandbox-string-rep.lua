-- One call that would fill the memory.
protocol "sandbox-string-rep" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local text = string.rep("x", 1e10)
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:14 budget-memory: the script takes too much memory and was stopped
