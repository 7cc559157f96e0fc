-- A misspelt option: the nearest one is named.
protocol "option-misspelt" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing:is "canot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:37 bad-value: did you mean "cannot"?
