-- Catching errors would catch the budget's.
protocol "sandbox-no-pcall" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local gone = pcall(error, "x")
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:14 not-in-sandbox: `pcall` is not part of the language
