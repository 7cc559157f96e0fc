-- An item of a score without its points.
protocol "slip-item-without-points" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" { { when = fever, label = "Fever" } }
red_flag "flag" { when = risk:over(0), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:29 bad-value: begin with the points: `{ 2, when = condition }`
