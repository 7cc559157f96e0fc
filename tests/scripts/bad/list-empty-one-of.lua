-- `one_of {}` is nothing.
protocol "list-empty-one-of" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
red_flag "flag" { when = bearing:one_of {}, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:41 empty-list: `:one_of` takes at least one value
