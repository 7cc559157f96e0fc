-- The lines before leave this one nothing.
protocol "result-line-left-nothing" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "nurse", when = fever & age:over(65) },
    { "home" },
}

-- expect error 7:23 line-left-nothing: the lines before this one of the result leave it nobody
