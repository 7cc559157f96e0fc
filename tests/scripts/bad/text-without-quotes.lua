-- A text whose quotes are missing, or only the first of them: the text is named, not its question mark.
protocol "text-without-quotes" { format = 1, version = "1.0.0", title = "A script" }
local fever = yes_no "fever" { ask = Do you have a fever? }
local chills = yes_no "chills" { ask = Did you have chills?", help = "Last night" }
red_flag "flag" { when = any { fever, chills }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:38 bad-token: a text that is not in quotes: `Do you have a fever?`
-- expect error 4:40 bad-token: write "Did you have chills?"
