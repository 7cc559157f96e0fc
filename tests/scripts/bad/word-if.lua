-- `if` decides when the script is loaded, not when a person is judged.
protocol "word-if" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
if fever then
    red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
end

-- expect error 4:1 word-outside-function: `if` does not work on conditions: the script is run once, before anybody
