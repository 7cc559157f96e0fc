-- choice, with labels for some of its options and for none.
protocol "fact-choice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" {
    ask = "Walking?",
    options = { "normal", "limping", "cannot" },
    labels = { cannot = "Cannot take four steps", limping = { en = "With a limp", de = "Hinkend" } },
    none = "Never walked",
}
red_flag "flag" { when = bearing:is "cannot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
