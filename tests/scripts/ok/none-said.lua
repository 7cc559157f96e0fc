-- is_none and if_none say what none does.
protocol "none-said" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, unit = "wk", none = "Never had one" }
local bed = number "bed" { ask = "Weeks in bed?", min = 0, max = 100, unit = "wk" }
local points = first { { 0, when = weeks:is_none() }, { 2, when = weeks:under(4) }, { 1 } }
local total = derive "total" { weeks:if_none(0) + bed, unit = "wk" }
local risk = score "risk" { title = "Risk points", { points, label = "Operation" }, { 1, when = total:over(10), label = "Rest" } }
red_flag "flag" { when = risk:at_least(2) | (~weeks:over(100) & ~weeks:is_none()), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
precondition "healed" { require = weeks:is_none() | weeks:over(2), because = "Too early.", source = "S2" }
