-- A decimal comma where a number is declared, and in a line.
protocol "decimal-comma-in-a-table" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local saturation = number "saturation" { ask = "Oxygen saturation?", min = 50,5, max = 100, unit = "%" }
local pain = number "pain" { ask = "How bad is it?", min = 0, max = 10 }
local risk = score "risk" { { 1,5, when = pain:over(3), label = "Pain" } }
red_flag "flag" { when = risk:over(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:79 unknown-key: a decimal is written with a point: `min = 50.5`
-- expect error 5:29 bad-value: a decimal is written with a point: `1.5`
