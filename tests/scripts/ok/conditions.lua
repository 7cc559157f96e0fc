-- Every way to join conditions.
protocol "conditions" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local cough = yes_no "cough" { ask = "Do you cough?" }
local ill = any { fever, chills, cough }
local very_ill = all { fever, chills, cough }
local well = none_of { fever, chills, cough }
local two = at_least(2, { fever, chills, cough })
local signs = (fever & chills) | ~cough
red_flag "one" { when = ill & signs, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "two" { when = very_ill | two, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
advisory "well" { when = well, because = "No signs.", advice = "Go on.", source = "S2" }
