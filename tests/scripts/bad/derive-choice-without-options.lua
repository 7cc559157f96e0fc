-- A derived choice lists its options.
protocol "derive-choice-without-options" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local gait = derive "gait" { bearing, type = "choice", function(bearing) return "odd" end }
red_flag "flag" { when = gait:is "odd", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:14 missing-key: `derive "gait"` gives a choice, but has no `options`
