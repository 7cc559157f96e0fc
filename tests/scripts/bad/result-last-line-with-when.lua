-- The last line must hold for everybody who is left.
protocol "result-last-line-with-when" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "home", when = age:under(65), advice = "Rest." },
}

-- expect error 7:22 line-order: the last line of a result has a `when`: where no line holds there is no
