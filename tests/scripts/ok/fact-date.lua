-- date, in the past or, where said so, in the future.
protocol "fact-date" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?", none = "Never had one" }
local due = date "due" { ask = "When is the child due?", future = true }
red_flag "flag" { when = surgery:weeks_ago():under(12) | due:days_ago():over(14), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
