-- Two lines of one name.
protocol "result-line-twice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "doctor", when = age:over(65) },
    { "home" },
}

-- expect error 7:7 declared-twice: the result has a line "doctor" already
