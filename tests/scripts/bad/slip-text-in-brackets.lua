-- A text by language in brackets.
protocol "slip-text-in-brackets" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = [ en = "Fever?", de = "Fieber?" ] }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:38 syntax: write braces: `{ ... }`
