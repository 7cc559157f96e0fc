-- Every comparison, against numbers and against another number.
protocol "comparisons" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local partner = number "partner" { ask = "How old is your partner?", min = 0, max = 120, unit = "a" }
red_flag "flag" { when = any {
    age:over(65), age:under(18), age:at_least(80), age:at_most(5), age:between(20, 30), age:is(33), age:is_not(34) & age:under(40),
    partner:over(age), age:under(partner - 10), age:between(partner, partner + 5),
    bearing:is "cannot", bearing:is_not "normal", bearing:one_of { "limping", "cannot" },
}, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
