-- A derive function that uses a term from outside.
protocol "derive-captures-a-term" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing)
    return fever ~= nil and bearing ~= "normal"
end }
red_flag "flag" { when = clumsy | fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:60 captured-value: this function uses `fever`, a term, whose value is not known while the
