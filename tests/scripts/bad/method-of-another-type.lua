-- A yes_no is not compared with numbers.
protocol "method-of-another-type" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever:over(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:32 method-misfit: `:over` is for number terms, not for the yes_no `fever`
