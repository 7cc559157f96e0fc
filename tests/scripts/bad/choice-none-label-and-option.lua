-- `none` on the wire would mean two things.
protocol "choice-none-label-and-option" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = choice "pain" { ask = "Which pain?", options = { "none", "dull", "sharp" }, none = "No pain" }
red_flag "flag" { when = pain:is "sharp", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:97 bad-value: `choice "pain"` has an option "none" already, which a `none` label would
