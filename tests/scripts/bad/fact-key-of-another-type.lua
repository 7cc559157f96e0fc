-- A key that only numbers have.
protocol "fact-key-of-another-type" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?", min = 0 }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:62 unknown-key: `yes_no "fever"` has no key `min`
