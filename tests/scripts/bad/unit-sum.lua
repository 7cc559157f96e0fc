-- A sum of kilograms and metres.
protocol "unit-sum" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weight = number "weight" { ask = "Body weight?", min = 1, max = 400, unit = "kg" }
local height = number "height" { ask = "Body height?", min = 0.3, max = 2.5, unit = "m" }
red_flag "flag" { when = (weight + height):over(100), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:34 unit-mismatch: a number in kg is added to one in m, which is another quantity
