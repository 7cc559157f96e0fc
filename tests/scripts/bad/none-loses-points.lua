-- A score item that can be none would make the whole sum none.
protocol "none-loses-points" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, none = "Never had one" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" {
    title = "Risk points",
    { 3, when = fever, label = "Fever" },
    { first { { 0, when = weeks:over(12) }, { weeks / 6 } }, label = "Operation" },
}
red_flag "flag" { when = risk:at_least(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 8:5 none-loses: this item of the score can be none, and then the whole score is, though
