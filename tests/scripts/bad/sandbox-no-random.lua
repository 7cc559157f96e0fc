-- Randomness.
protocol "sandbox-no-random" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local gone = math.random(6)
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:19 script-error: `math.random` is not part of the language: the same facts must give the
