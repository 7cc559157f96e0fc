-- One language under two spellings: the case of a tag says nothing (BCP 47).
protocol "text-language-twice" { format = 1, version = "1.0.0", title = "A script" }
local fever = yes_no "fever" { ask = { en = "Do you have a fever?", EN = "Have you got a fever?" } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:38 bad-text: `ask` has the language `en` twice
