-- A label for an option that is not there: the nearest one is named.
protocol "choice-label-of-no-option" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" {
    ask = "Walking?",
    options = { "normal", "limping", "cannot" },
    labels = { canot = "Cannot take four steps" },
}
red_flag "flag" { when = bearing:is "cannot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:16 unknown-key: did you mean `cannot`?
