-- Three of two conditions.
protocol "at-least-too-many" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
red_flag "flag" { when = at_least(3, { fever, chills }), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:35 bad-range: at least 3 of 2 conditions is never true
