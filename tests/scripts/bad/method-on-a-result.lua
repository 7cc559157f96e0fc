-- A result is compared with its lines, not with numbers.
protocol "method-on-a-result" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local care = result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}
advisory "rest" { when = care:over(1), because = "Rest.", advice = "Rest.", source = "S1" }

-- expect error 8:31 method-misfit: `:over` is for number terms, not for the result `care`
