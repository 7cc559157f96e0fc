-- An optional fact in `require`: its truth would make the outcome less serious.
protocol "optional-in-require" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature, if measured", min = 30, max = 45, unit = "Cel", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "fever" { when = fever, because = "A fever.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
precondition "warm" { require = temp:over(35), because = "Too cold.", source = "S2" }

-- expect error 6:33 optional-clears: the optional fact `temp` stands in `require`, where knowing it could make
