-- Numbers: + - * / and unary minus.
protocol "arithmetic" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weight = number "weight" { ask = "Body weight?", min = 1, max = 400, unit = "kg" }
local before = number "before" { ask = "Weight a year ago?", min = 1, max = 400, unit = "kg" }
local height = number "height" { ask = "Body height?", min = 0.3, max = 2.5, unit = "m" }
local bmi = derive "bmi" { weight / (height * height), unit = "kg/m2" }
local lost = derive "lost" { (before - weight) / before * 100, unit = "%" }
local gained = derive "gained" { -(before - weight) + 0, unit = "kg" }
red_flag "flag" { when = any { bmi:over(35), lost:at_least(5), gained:over(10), (2 * weight):over(300) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
