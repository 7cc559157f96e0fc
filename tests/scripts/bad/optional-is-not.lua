-- An optional choice with is_not: whoever does not say is treated as if it were none of these.
protocol "optional-is-not" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local region = choice "region" { ask = "Where, if you can say?", options = { "neck", "back" }, optional = true }
red_flag "flag" { when = region:is_not "back", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:26 optional-clears: the optional fact `region` stands under `~`, `none_of` or `is_not`, where
