-- A line cannot clear anybody.
protocol "result-outcome-clear" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "home", outcome = "clear" },
}

-- expect error 6:25 bad-value: "clear" is not an outcome that a line may set
