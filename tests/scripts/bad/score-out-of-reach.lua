-- More points than there are.
protocol "score-out-of-reach" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local risk = score "risk" { title = "Risk points", { 2, when = fever, label = "Fever" }, { 1, when = chills, label = "Chills" } }
red_flag "flag" { when = risk:at_least(4), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:26 never-true: `risk:at_least(4)` can never be true: `fever` is yes or no; `chills` is
