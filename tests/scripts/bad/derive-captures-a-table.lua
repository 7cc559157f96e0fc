-- A derive function that uses a table which may change.
protocol "derive-captures-a-table" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local limits = { normal = 1 }
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing)
    return limits[bearing] == nil
end }
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:60 captured-value: this function uses `limits`, a table, which could change between two
