-- The factor of another unit is a number.
protocol "also-is-no-number" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local sugar = number "sugar" { ask = "Blood sugar?", min = 1, max = 60, unit = "mmol/L", also = { ["mg/dL"] = "1/18" } }
red_flag "flag" { when = sugar:over(15), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:97 wrong-type: `also` takes units and factors
