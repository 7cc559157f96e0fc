-- A rule about a line that is never taken.
protocol "result-line-never-taken-elsewhere" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local care = result "care" {
    { "nurse", when = age:under(65) },
    { "doctor", when = age:at_least(65), refer = { to = "a physician", urgency = "urgent" } },
    { "home" },
}
advisory "rest" { when = care:is "home", because = "Rest.", advice = "Rest.", source = "S1" }

-- expect error 4:14 line-left-nothing: the lines before the last one of this result leave it nobody
-- expect error 9:26 never-true: `care:is "home"` can never be true: `age` is 0 to 120 a
