-- An optional fact that takes points away.
protocol "optional-negative-points" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local risk = score "risk" {
    title = "Risk points",
    { 3, when = fever, label = "Fever" },
    { -1, when = temp:under(37), label = "Normal temperature" },
}
red_flag "flag" { when = risk:at_least(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 8:18 optional-clears: the optional fact `temp` stands in a line whose value is lower than a
