-- Days compared with weeks.
protocol "unit-days-with-weeks" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = number "pain" { ask = "For how many days?", min = 0, max = 500, unit = "d" }
local rest = number "rest" { ask = "For how many weeks of rest?", min = 0, max = 50, unit = "wk" }
red_flag "flag" { when = pain:over(rest), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:36 unit-mismatch: a number in wk is compared with one in d: 1 wk is 7 d
