-- `==` on terms compares the terms themselves and is plain false.
protocol "operator-equal" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing == "cannot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
