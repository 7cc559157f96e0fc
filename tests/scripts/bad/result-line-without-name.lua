-- A line must have a name.
protocol "result-line-without-name" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
result "care" {
    { when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}

-- expect error 5:5 bad-value: a line of a result has one name
