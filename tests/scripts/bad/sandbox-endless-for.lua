-- A loop that nearly never ends.
protocol "sandbox-endless-for" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
for i = 1, 1e15 do
end
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:1 budget-instructions: the script runs for too long and was stopped
