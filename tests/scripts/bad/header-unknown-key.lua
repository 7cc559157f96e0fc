-- A misspelt key of the header.
protocol "header-unknown-key" { format = 1, version = "1.0.0", titel = "A script", title = "A script" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:64 unknown-key: did you mean `title`?
