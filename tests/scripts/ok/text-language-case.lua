-- The case of a language tag says nothing (BCP 47): `DE` and `de` are one language, and none is missing.
protocol "text-language-case" { format = 1, version = "1.0.0", title = { EN = "A script", de = "Ein Skript" }, language = "en" }
local fever = yes_no "fever" { ask = { en = "Do you have a fever?", DE = "Haben Sie Fieber?" } }
red_flag "flag" { when = fever, because = { en = "It matters.", De = "Das ist wichtig." }, refer = { to = { en = "a physician", de = "Arzt" }, urgency = "urgent" }, source = "S1" }
