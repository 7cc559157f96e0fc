-- A line without `when` ends the list.
protocol "result-early-line-without-when" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
result "care" {
    { "home", advice = "Rest." },
    { "doctor", when = fever | age:over(80), refer = { to = "a physician", urgency = "urgent" } },
    { "rest" },
}

-- expect error 6:5 line-order: a line without `when` always holds: the lines behind it are never reached
