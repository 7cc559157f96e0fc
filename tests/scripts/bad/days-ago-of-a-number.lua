-- days_ago is for dates.
protocol "days-ago-of-a-number" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:days_ago():over(5), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:30 method-misfit: `:days_ago` is for date terms, not for the number `age`
