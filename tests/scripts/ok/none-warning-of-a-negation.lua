-- Warning: what none does under a negation is said.
protocol "none-warning-of-a-negation" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, unit = "wk", none = "Never had one" }
red_flag "flag" { when = ~weeks:over(12), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect warning 4:27 none-negated: `weeks:over(12)` is false where `weeks` is none, so that its negation is
