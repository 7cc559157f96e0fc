-- The same by way of a helper.
protocol "derive-captures-by-helper" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local calls = 0
local count = helper(function()
    calls = calls + 1
    return calls
end)
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing)
    return count() > 1
end }
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:5 captured-variable: this function rests on `calls`, which line 6 changes
