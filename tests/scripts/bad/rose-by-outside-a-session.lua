-- rose_by compares with the start of a session, and a screening has none.
protocol "rose-by-outside-a-session" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = number "pain" { ask = "How bad is the pain?", min = 0, max = 10 }
red_flag "worse" { when = pain:rose_by(2), because = "It is worse.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:27 session-only: `rose_by` compares with the start of a session, and a screening has none
