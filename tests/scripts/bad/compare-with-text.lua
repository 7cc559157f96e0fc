-- A number is compared with numbers.
protocol "compare-with-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:over("65"), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:35 wrong-type: `:over` takes a number or a number term, but found the text "65"
