-- Points are numbers.
protocol "score-item-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" { title = "Risk points", { "two", when = fever, label = "Fever" } }
red_flag "flag" { when = risk:at_least(2), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:54 wrong-type: an item of a score takes a number or a number term, but found the text
