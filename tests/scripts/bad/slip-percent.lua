-- A percent sign behind a number.
protocol "slip-percent" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local saturation = number "saturation" { ask = "Oxygen saturation?", min = 50, max = 100, unit = "%" }
red_flag "flag" { when = saturation:under(95%), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:45 syntax: write the number alone: it is in the unit of its fact
