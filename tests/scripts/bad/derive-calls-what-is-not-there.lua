-- A function that calls what the sandbox does not have.
protocol "derive-calls-what-is-not-there" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing)
    return os.time() > 0
end }
red_flag "flag" { when = clumsy, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:12 not-in-sandbox: `os` is not part of the language
