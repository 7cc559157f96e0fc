-- The lines before leave this one nothing.
protocol "first-line-left-nothing" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local points = first {
    { 0, when = age:under(65) },
    { 1, when = age:under(40) },
    { 2 },
}
red_flag "flag" { when = points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:5 line-left-nothing: the lines before this one of the `first` leave it nobody
