-- ask_if: need not be asked, but what is given counts.
protocol "gate-ask-if" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local weak = yes_no "weak" { ask = "Do you feel weak?", ask_if = fever & chills, otherwise = false }
local place = choice "place" { ask = "Where?", options = { "here", "there" }, ask_if = fever, otherwise = "here" }
red_flag "flag" { when = weak | place:is "there", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
