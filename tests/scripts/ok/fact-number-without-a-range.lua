-- A number need not have a range.
protocol "fact-number-without-a-range" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local count = number "count" { ask = "How many?" }
red_flag "flag" { when = count:over(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
