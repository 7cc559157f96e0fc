-- Dates are compared as days ago, not as such.
protocol "date-compared" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?" }
red_flag "flag" { when = surgery:over(5), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:34 method-misfit: `:over` is for number terms, not for the date `surgery`
