-- A helper may only be called by functions given to derive or helper.
protocol "helper-called-outside" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local either = helper(function(a, b) return a or b end)
red_flag "flag" { when = either(fever, fever), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:26 term-misused: a helper is called while the script is loaded, when nobody has answered yet
