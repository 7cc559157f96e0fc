-- A line of a result that is not there: the nearest is named.
protocol "result-line-misspelt" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local care = result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}
advisory "rest" { when = care:is "hme", because = "Rest.", advice = "Rest.", source = "S1" }

-- expect error 8:34 bad-value: did you mean "home"?
