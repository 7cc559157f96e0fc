-- The values of `first` are numbers.
protocol "first-text-value" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local points = first { { "young", when = age:under(65) }, { "old" } }
red_flag "flag" { when = points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 wrong-type: a line of `first` takes a number or a number term, but found the text
-- expect error 4:61 wrong-type: a line of `first` takes a number or a number term, but found the text "old"
