-- Lines in order; every key of a line; a result as a term.
protocol "result" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local imaging = result "imaging" {
    title = "Who needs a picture",
    { "image", when = fever & age:over(65), because = "Old and ill.", outcome = "refer", refer = { to = "radiology", urgency = "urgent" } },
    { "wait", when = fever, because = "Ill.", outcome = "defer", advice = "Come back tomorrow." },
    { "no imaging", advice = "Come back if it gets worse." },
}
advisory "calm" { when = imaging:is "wait", because = "Most fevers pass.", advice = "Drink.", source = "S1" }
result "diet" {
    { "drink", when = imaging:is_not "no imaging", advice = "Drink." },
    { "eat" },
}
