-- `while` at load time has no bound.
protocol "word-while" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local count = 0
while count < 3 do
    count = count + 1
end
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:1 word-outside-function: `while` does not work on conditions: the script is run once, before
