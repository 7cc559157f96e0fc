-- Completed units since a date, and days between two dates.
protocol "dates" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?" }
local injury = date "injury" { ask = "Date of the injury?" }
red_flag "flag" { when = any { surgery:days_ago():under(3), surgery:weeks_ago():under(6), surgery:months_ago():over(60), surgery:years_ago():over(10), injury:days_until(surgery):over(30) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
