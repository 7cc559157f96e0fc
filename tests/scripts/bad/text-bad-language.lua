-- A language tag that is none.
protocol "text-bad-language" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = { en = "Do you have a fever?", ["not a tag"] = "?" } }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:38 bad-text: `not a tag` is not a language tag of BCP 47
