-- A misspelt option in a list.
protocol "option-misspelt-in-one-of" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing:one_of { "normal", "limpng" }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:53 bad-value: did you mean "limping"?
