-- A choice is not a condition.
protocol "condition-choice" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 wrong-type: `when` takes a condition, but found the choice `bearing`
