-- Facts, values and results share one name space.
protocol "fact-and-value-share-a-name" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weight = number "weight" { ask = "Body weight?", min = 1, max = 400, unit = "kg" }
local double = derive "weight" { weight * 2, unit = "kg" }
red_flag "flag" { when = double:over(300), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:16 declared-twice: `weight` is declared twice; the first is at
