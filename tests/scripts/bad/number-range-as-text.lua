-- A range is made of numbers.
protocol "number-range-as-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = "0", max = 120, unit = "a" }
red_flag "flag" { when = age:over(65), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:60 wrong-type: `min` takes a number, but found the text "0"
