-- `~=` likewise.
protocol "operator-not-equal" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing ~= "cannot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:34 operator-on-term: `~=` compares here and now, and a term has no value before somebody has
