-- A line without `when` ends the list.
protocol "first-early-line-without-when" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local points = first {
    { 0, when = age:under(65) },
    { 1 },
    { 2, when = age:over(80) },
    { 3 },
}
red_flag "flag" { when = points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:5 line-order: a line without `when` always holds: the lines behind it are never reached
