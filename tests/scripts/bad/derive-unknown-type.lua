-- A type that is none: the nearest is named.
protocol "derive-unknown-type" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local clumsy = derive "clumsy" { bearing, type = "yesno", function(bearing) return bearing ~= "normal" end }
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:50 bad-value: did you mean "yes_no"?
