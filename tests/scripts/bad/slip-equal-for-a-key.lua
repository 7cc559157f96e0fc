-- Two equal signs for a key.
protocol "slip-equal-for-a-key" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when == fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:24 syntax: write key = value; two terms are compared by `a:is(b)`
