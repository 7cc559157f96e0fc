-- A rise of more than the whole range.
protocol "rose-by-more-than-the-range" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local pain = number "pain" { ask = "How bad is the pain?", min = 0, max = 10, live = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
halt "worse" { when = pain:rose_by(11), because = "It is worse.", source = "S2" }

-- expect error 6:23 never-true: `pain:rose_by(11)` can never be true: `pain` is 0 to 10
