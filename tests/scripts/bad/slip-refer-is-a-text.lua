-- A referral without its braces.
protocol "slip-refer-is-a-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = "emergency department", source = "S1" }

-- expect error 4:66 wrong-type: write `refer = { to = "emergency department", urgency = "urgent" }`, or routine or immediate
