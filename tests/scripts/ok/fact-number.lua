-- number, with a unit, a range, whole, other units and a compulsory unit.
protocol "fact-number" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local sugar = number "sugar" { ask = "Blood sugar?", min = 1, max = 60, unit = "mmol/L", also = { ["mg/dL"] = 1 / 18 } }
local dose = number "dose" { ask = "Which dose?", min = 0, max = 2000, unit = "mg", unit_required = true }
local rounds = number "rounds" { ask = "How many rounds?", min = 0, max = 9, whole = true }
local share = number "share" { ask = "Which share?", min = 0, max = 100, unit = "%" }
red_flag "flag" { when = any { age:over(65), sugar:over(15), dose:over(1000), rounds:over(3), share:over(50) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
