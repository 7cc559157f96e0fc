-- A past date is never in the future.
protocol "days-ago-never" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?" }
red_flag "flag" { when = surgery:days_ago():under(0), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 never-true: `surgery:days_ago():under(0)` can never be true: `surgery` is a day up to
