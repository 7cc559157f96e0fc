-- No whole number is 0.5.
protocol "whole-with-a-fraction" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local sessions = number "sessions" { ask = "How many sessions?", min = 0.5, max = 100, whole = true }
red_flag "flag" { when = sessions:over(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
