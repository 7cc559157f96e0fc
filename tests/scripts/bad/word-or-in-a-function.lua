-- The same trap by way of a function that is not given to derive or helper.
protocol "word-or-in-a-function" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local function either(a, b)
    return a or b
end
red_flag "flag" { when = either(fever, chills), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:14 word-outside-function: `or` does not work on conditions: Lua would settle it here and now, before
