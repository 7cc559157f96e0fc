-- A fact that was given no name.
protocol "slip-no-local" { format = 1, version = "1.0.0", title = "A script of the test suite" }
yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 undeclared: line 3 declares it and gives it no name: write local fever = yes_no "fever" ... there
