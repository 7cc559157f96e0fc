-- An option is a text.
protocol "option-a-number" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing:is(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:37 wrong-type: `bearing` is compared with the name of one of its options, but found the
