-- none: "there is none" is an answer.
protocol "none-label" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, unit = "wk", none = "Never had one" }
local surgery = date "surgery" { ask = "Date of your last operation?", none = { en = "Never had one", de = "Noch nie" } }
red_flag "flag" { when = any { weeks:under(12), surgery:is_none(), surgery:years_ago():under(1) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
