-- An assertion of the script that fails.
protocol "sandbox-assert" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
assert(1 + 1 == 3, "sums are off")
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:1 script-error: sums are off
