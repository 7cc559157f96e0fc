-- A function that calls itself without an end.
protocol "sandbox-recursion" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local function deeper(n)
    return 1 + deeper(n + 1)
end
deeper(1)
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:16 script-error: the functions call one another more than 200 levels deep
