-- A decimal comma: Lua would drop the 5 without a word.
protocol "decimal-comma" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local saturation = number "saturation" { ask = "Oxygen saturation?", min = 50, max = 100, unit = "%" }
red_flag "low" { when = saturation:under(94,5), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "lower" { when = saturation:between(60,5, 94,9), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
local limit = 92,5
advisory "near" { when = saturation:over(limit), because = "It matters.", advice = "Rest.", source = "S1" }

-- expect error 4:36 bad-value: a decimal is written with a point: `:under(94.5)`
-- expect error 5:38 bad-value: a decimal is written with a point: `:between(60.5, 94.9)`
-- expect error 6:18 bad-value: a decimal is written with a point: `92.5`
