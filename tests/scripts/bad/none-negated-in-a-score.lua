-- A comparison with none under a negation, in a score and in a `first`.
protocol "none-negated-in-a-score" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local operation = date "operation" { ask = "Date of your last operation?", none = "Never had one" }
local risk = score "risk" { { 1, when = ~operation:weeks_ago():at_least(5), label = "Within 5 weeks" } }
local points = first { { 2, when = ~operation:weeks_ago():at_least(9) }, { 0 } }
red_flag "flag" { when = risk:at_least(1) | points:at_least(2), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect warning 4:42 none-negated: write `operation:weeks_ago():is_none()` beside it, joined by `|` or by `& ~`, to say which is meant
-- expect warning 5:37 none-negated: write `operation:weeks_ago():is_none()` beside it, joined by `|` or by `& ~`, to say which is meant
