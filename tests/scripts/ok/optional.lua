-- optional facts, where their truth is the serious side; gates and is_none are free.
protocol "optional" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local rash = yes_no "rash" { ask = "A rash, if you have looked", optional = true }
local spots = choice "spots" { ask = "Which?", options = { "pale", "red" }, only_if = rash, otherwise = none }
local points = first { { 2, when = temp:at_least(39) }, { 1, when = fever }, { 0 } }
local risk = score "risk" { title = "Risk points", { points, label = "Fever" }, { 1, when = rash, label = "Rash" } }
red_flag "flag" { when = any { risk:at_least(2), all { fever, temp:at_least(38) }, spots:is "red" }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
advisory "measure" { when = fever & temp:is_none(), because = "Not measured.", advice = "Measure it.", source = "S2" }
result "care" {
    { "doctor", when = temp:at_least(40), refer = { to = "a physician", urgency = "immediate" } },
    { "nurse", when = fever, refer = { to = "a nurse", urgency = "routine" } },
    { "home", advice = "Rest." },
}
