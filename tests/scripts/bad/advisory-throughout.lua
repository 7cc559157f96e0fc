-- An advisory halts nothing.
protocol "advisory-throughout" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
advisory "warm" { when = fever, because = "A fever.", advice = "Drink.", source = "S2", throughout = true }

-- expect error 5:89 unknown-key: `advisory "warm"` has no key `throughout`
