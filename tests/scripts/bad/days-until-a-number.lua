-- days_until takes a date.
protocol "days-until-a-number" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = surgery:days_until(age):over(5), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:45 wrong-type: `:days_until` takes another date term, but found the number `age`
