-- A yes_no is a condition; is(true) and is(false) say the same in words.
protocol "comparison-of-yes-no" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
red_flag "flag" { when = fever:is(true) | chills:is(false), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
