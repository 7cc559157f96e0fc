-- A score without items.
protocol "score-empty" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" { title = "Risk points" }
red_flag "flag" { when = fever | risk:over(0), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:14 empty-list: `score "risk"` has no items
