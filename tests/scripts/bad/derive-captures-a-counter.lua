-- A derive function that counts its calls would not give the same answer twice.
protocol "derive-captures-a-counter" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local calls = 0
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing)
    calls = calls + 1
    return calls > 1
end }
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:5 captured-variable: this function rests on `calls`, which line 6 changes
