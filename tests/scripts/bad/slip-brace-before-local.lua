-- A missing brace behind a last comma: the next `local` is not a value.
protocol "slip-brace-before-local" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pulse = number "pulse" {
    ask = "Heart rate?",
    min = 0, max = 300,

local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 7:1 missing-end: write `}` where it ends
