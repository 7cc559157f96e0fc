-- An optional fact that gives points, in a score that clears where it is low.
protocol "optional-score-under-a-limit" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local rash = yes_no "rash" { ask = "A rash, if you have looked", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" { title = "Risk points", { 1, when = rash, label = "Rash" }, { 1, when = fever, label = "Fever" } }
red_flag "flag" { when = risk:under(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:64 optional-clears: the optional fact `rash` stands in a line whose value is higher than a
