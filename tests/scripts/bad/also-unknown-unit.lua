-- Another unit must be a unit, too.
protocol "also-unknown-unit" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local sugar = number "sugar" { ask = "Blood sugar?", min = 1, max = 60, unit = "mmol/L", also = { ["mgdl"] = 1 / 18 } }
red_flag "flag" { when = sugar:over(15), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:99 unknown-unit: "mgdl" is not a unit that is known here
