-- Every key of a technique, of a step and of a loop.
protocol "technique" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local hurts = yes_no "hurts" { ask = "Does it hurt sharply now?", live = true }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local enough = yes_no "enough" { ask = "Is it enough?", live = true }
technique "seated-stretch" {
    title = "A seated stretch",
    needs = { "a firm chair", { en = "a towel", de = "ein Handtuch" } },
    only_if = bearing:is_not "cannot",
    idle = minutes(30),
    source = "S1",
    step "sit" { "Sit upright on the chair.", caution = "Keep both feet on the floor.", figure = "sit.svg", source = "S2" },
    loop "repeats" {
        at_most = 3,
        finish_when = enough,
        step "reach" { "Reach forward slowly.", hold = seconds(10), only_if = age:under(80) },
        step "rest" { { en = "Rest.", de = "Ruhen." }, hold = minutes(1), skip_if = age:under(20) },
        step "back" { "Come back up." },
    },
    after = "Walk around for a minute.",
}
halt "pain" { when = hurts, because = "It hurts.", advice = "Stop now.", source = "S3" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
