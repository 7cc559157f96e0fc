-- A unit that is none.
protocol "unit-unknown-in-derive" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weight = number "weight" { ask = "Body weight?", min = 1, max = 400, unit = "kg" }
local double = derive "double" { weight * 2, unit = "kilos" }
red_flag "flag" { when = double:over(300), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:53 unknown-unit: did you mean "kg"?
