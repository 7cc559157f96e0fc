-- An optional fact may not open a technique.
protocol "optional-technique" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local chair = yes_no "chair" { ask = "A chair, if you have one", optional = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
technique "sit" { title = "Sit", only_if = chair, step "down" { "Sit down." } }

-- expect error 6:44 optional-clears: the optional fact `chair` stands in `only_if`, where knowing it could make
