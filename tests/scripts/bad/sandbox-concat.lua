-- Doubling a text until the memory is full.
protocol "sandbox-concat" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local text = "x"
for i = 1, 60 do
    text = text .. text
end
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:17 budget-memory: the script takes too much memory and was stopped
