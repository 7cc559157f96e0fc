-- A jump backwards is a loop without a bound.
protocol "word-goto" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
::again::
goto again
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:1 goto: `goto` and labels are not part of the language
