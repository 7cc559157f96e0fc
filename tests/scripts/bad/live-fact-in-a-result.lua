-- A result rests on what only sessions report.
protocol "live-fact-in-a-result" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
result "care" {
    { "doctor", when = fever | hurts, refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}

-- expect error 6:24 live-in-screening: the fact `hurts` is live, and nobody is asked it when screened
