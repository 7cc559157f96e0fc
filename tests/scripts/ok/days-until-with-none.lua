-- The days between two dates are none where one of them is; the cure stands behind them.
protocol "days-until-with-none" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local surgery = date "surgery" { ask = "Date of your last operation?", none = "Never had one" }
local discharge = date "discharge" { ask = "When were you sent home?" }
red_flag "long" { when = surgery:days_until(discharge):over(90), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "short" { when = surgery:days_until(discharge):if_none(0):under(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
