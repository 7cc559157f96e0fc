-- Dates have no range of numbers.
protocol "date-with-a-range" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?", min = 0 }
red_flag "flag" { when = surgery:weeks_ago():under(12), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:72 unknown-key: `date "surgery"` has no key `min`
