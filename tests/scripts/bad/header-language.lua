-- A language that is no tag.
protocol "header-language" { format = 1, version = "1.0.0", title = "A script", language = "english!" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:92 bad-header: "english!" is not a language tag of BCP 47
