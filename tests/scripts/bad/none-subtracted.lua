-- A difference of a number that can be none and one that cannot.
protocol "none-subtracted" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local before = number "before" { ask = "Weight a year ago?", min = 20, max = 400, unit = "kg", none = "Not known" }
local now = number "now" { ask = "Weight now?", min = 20, max = 400, unit = "kg" }
local lost = derive "lost" { before - now, unit = "kg" }
red_flag "flag" { when = lost:over(5), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:30 none-loses: `before` can be none, and then all of this is, though `now` is known
