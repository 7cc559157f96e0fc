-- A score item that is none where the fact is.
protocol "score-item-none" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, none = "Never had one" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" { title = "Risk points", { weeks, label = "Weeks" }, { 3, when = fever, label = "Fever" } }
red_flag "flag" { when = risk:at_least(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:52 none-loses: this item of the score can be none, and then the whole score is, though
