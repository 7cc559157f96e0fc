-- One equal sign in an if.
protocol "slip-if-sets" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
if fever = true then
end
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:10 syntax: outside of functions there is no `if`: put the condition into `when` or `only_if`
