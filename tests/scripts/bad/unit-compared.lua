-- Years compared with kilograms.
protocol "unit-compared" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local weight = number "weight" { ask = "Body weight?", min = 1, max = 400, unit = "kg" }
red_flag "flag" { when = age:over(weight), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:35 unit-mismatch: a number in kg is compared with one in a, which is another quantity
