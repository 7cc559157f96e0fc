-- only_if: there is no such fact where the gate is false.
protocol "gate-only-if" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local days = number "days" { ask = "For how many days?", min = 0, max = 60, unit = "d", only_if = fever, otherwise = 0 }
local where = choice "where" { ask = "Measured where?", options = { "ear", "mouth" }, only_if = fever, otherwise = none }
local since = date "since" { ask = "Since when?", only_if = fever & days:over(1), otherwise = none }
local high = yes_no "high" { ask = "Above 39 degrees?", only_if = fever, otherwise = false }
red_flag "flag" { when = any { days:over(3), where:is "ear", since:days_ago():over(5), high }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
