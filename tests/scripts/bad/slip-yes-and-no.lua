-- yes and no are written true and false.
protocol "slip-yes-and-no" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you shiver?", only_if = fever, otherwise = no }
red_flag "flag" { when = chills:is(yes), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:87 undeclared: did you mean `false`?
-- expect error 5:36 undeclared: did you mean `true`?
-- expect error 5:36 wrong-type: a yes_no is a condition itself: write it alone, or `~` before it
