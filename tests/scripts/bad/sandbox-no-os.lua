-- The clock: a decision depends on as_of only.
protocol "sandbox-no-os" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local gone = os.time()
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:14 not-in-sandbox: `os` is not part of the language
