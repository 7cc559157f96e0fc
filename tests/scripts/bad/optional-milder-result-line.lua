-- An optional fact that picks a line less serious than a later one.
protocol "optional-milder-result-line" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
result "care" {
    { "home", when = temp:under(37), advice = "Rest." },
    { "doctor", when = fever, outcome = "refer", refer = { to = "a physician", urgency = "urgent" } },
    { "rest" },
}

-- expect error 6:22 optional-clears: the optional fact `temp` stands in a line that is less serious than a
