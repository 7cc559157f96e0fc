-- The function takes fewer values than it is given.
protocol "derive-too-few-parameters" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local clumsy = derive "clumsy" { bearing, age, type = "yes_no", function(bearing) return bearing ~= "normal" end }
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:65 bad-value: the function has 1 parameters, but `derive "clumsy"` has 2 inputs
