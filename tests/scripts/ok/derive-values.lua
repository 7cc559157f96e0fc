-- derive gives a name to an expression: a number, a condition, a choice, a first.
protocol "derive-values" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local twice = derive "twice" { age * 2, unit = "a" }
local ill = derive "ill" { fever | bearing:is "cannot" }
local gait = derive "gait" { bearing }
local points = derive "points" { first { { 1, when = fever }, { 0 } } }
red_flag "flag" { when = any { twice:over(130), ill & gait:is "limping", points:over(0) & ill }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
