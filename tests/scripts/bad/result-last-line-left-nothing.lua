-- Nobody is left for the last line of a result.
protocol "result-last-line-left-nothing" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
result "care" {
    { "nurse", when = age:under(65) },
    { "doctor", when = age:at_least(65), refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}

-- expect error 4:1 line-left-nothing: the lines before the last one of this result leave it nobody
