-- Sources are a list of tables.
protocol "header-sources" { format = 1, version = "1.0.0", title = "A script", sources = { "Stiell 1995" } }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:92 wrong-type: a source takes a table, but found the text "Stiell 1995"
