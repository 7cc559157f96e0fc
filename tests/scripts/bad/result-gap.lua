-- A number between two `between` lines of a result meets neither.
protocol "result-gap" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local spo2 = number "spo2" { ask = "Oxygen saturation?", min = 50, max = 100, unit = "%" }
result "care" {
    { "emergency", when = spo2:between(50, 91), refer = { to = "an emergency department", urgency = "immediate" } },
    { "doctor", when = spo2:between(92, 95), refer = { to = "a physician", urgency = "urgent" } },
    { "home", advice = "Rest." },
}

-- expect error 6:24 range-gap: `spo2` is not whole, and between 91 and 92 no line of this result is meant
