-- An option may be named none where there is no label.
protocol "fact-choice-option-named-none" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = choice "pain" { ask = "Which pain?", options = { "none", "dull", "sharp" } }
red_flag "flag" { when = pain:is "sharp", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
