-- Texts for people to read, in several languages.
protocol "education" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
education "fever" { title = { en = "Fever", de = "Fieber" }, text = { en = "It may be an infection.", de = "Vielleicht ein Infekt." }, source = "S1" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1", see = { "fever" } }
