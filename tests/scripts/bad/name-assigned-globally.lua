-- A value that is not local would be shared by everything.
protocol "name-assigned-globally" { format = 1, version = "1.0.0", title = "A script of the test suite" }
fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:1 global-assigned: `fever` is not a local variable, and nothing else may be set
