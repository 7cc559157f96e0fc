-- Words under other names.
protocol "slip-word-in-another-name" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = boolean "fever" { ask = "Do you have a fever?" }
technique "stretch" { title = "Stretch", source = "S1", step "reach" { "Reach forward.", hold = secs(20) } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:15 undeclared: did you mean `yes_no`?
-- expect error 4:97 undeclared: did you mean `seconds`?
