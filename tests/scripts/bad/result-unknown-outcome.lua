-- A line may not be an outcome of its own making.
protocol "result-unknown-outcome" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
result "care" {
    { "doctor", when = fever, outcome = "referral", refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}

-- expect error 5:41 bad-value: "referral" is not an outcome that a line may set
