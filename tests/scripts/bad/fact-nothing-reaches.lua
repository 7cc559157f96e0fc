-- A fact that no rule, value or gate looks at.
protocol "fact-nothing-reaches" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local cough = yes_no "cough" { ask = "Do you cough?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:15 unreached: nothing looks at the fact `cough`
