-- score: points with labels, constants with `when` or numbers.
protocol "score" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local risk = score "risk" {
    title = { en = "Risk points", de = "Risikopunkte" },
    { first { { 3, when = age:under(10) }, { 1, when = age:at_least(55) }, { 0 } }, label = "Age" },
    { 2, when = bearing:is "cannot", label = { en = "Cannot bear weight" } },
    { -1, when = bearing:is "normal", label = "Walks normally" },
    { 0.5, when = age:over(80), label = "Old age" },
}
red_flag "flag" { when = risk:at_least(2), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "high" { when = (risk + 1):over(4), because = "Many points.", refer = { to = "a physician", urgency = "urgent" }, source = "S2" }
