-- A misspelt key of a line: the nearest is named.
protocol "result-line-unknown-key" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
result "care" {
    { "doctor", when = fever, advise = "Go now.", refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}

-- expect error 5:31 unknown-key: did you mean `advice`?
