-- A yes_no has no sum.
protocol "operator-on-a-condition" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
red_flag "flag" { when = (fever + chills):over(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:27 wrong-type: `+` takes a number or a number term, but found the yes_no `fever`
-- expect error 5:35 wrong-type: `+` takes a number or a number term, but found the yes_no `chills`
