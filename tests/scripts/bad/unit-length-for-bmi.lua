-- Height in cm where kg/m2 is declared.
protocol "unit-length-for-bmi" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weight = number "weight" { ask = "Body weight?", min = 1, max = 400, unit = "kg" }
local height = number "height" { ask = "Body height?", min = 30, max = 250, unit = "cm" }
local bmi = derive "bmi" { weight / (height * height), unit = "kg/m2" }
red_flag "flag" { when = bmi:over(35), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:63 unit-mismatch: the expression is in kg/cm2, not in kg/m2: 1 kg/cm2 is 10000 kg/m2
