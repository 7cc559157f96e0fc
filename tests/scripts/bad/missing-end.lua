-- A missing `end`: of the function.
protocol "missing-end" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing)
    return bearing ~= "normal"
}
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:1 missing-end: `}` stands where `end` should close the `function` in line 4, column 60
