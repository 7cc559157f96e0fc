-- first: the first line that holds; the last has no `when`.
protocol "first" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local points = first { { 3, when = age:under(10) }, { 1, when = age:at_least(55) }, { 0 } }
local whole = first { { 0, when = age:between(0, 10) }, { 1, when = age:between(11, 60) }, { 2 } }
local of_terms = first { { age, when = fever }, { age / 2 } }
red_flag "flag" { when = any { points:at_least(3), whole:at_least(2), of_terms:over(70) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
