-- A name must be an identifier, because tests and front ends use it as one.
protocol "fact-bad-name" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "high fever" { ask = "Do you have a high fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:15 bad-name: "high fever" is not a name for a yes_no
