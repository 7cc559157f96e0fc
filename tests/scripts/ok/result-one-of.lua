-- one_of on a result.
protocol "result-one-of" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local care = result "care" {
    { "doctor", when = fever, refer = { to = "a physician", urgency = "urgent" } },
    { "nurse", when = age:over(65) },
    { "home" },
}
advisory "company" { when = care:one_of { "doctor", "nurse" }, because = "Not alone.", advice = "Take somebody along.", source = "S1" }
