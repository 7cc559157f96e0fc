-- Units that fit after conversion are not refused: the scale is what counts.
protocol "units" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = number "pain" { ask = "For how many days?", min = 0, max = 500, unit = "d" }
local heart = number "heart" { ask = "Pulse?", min = 20, max = 250, unit = "/min" }
local pressure = number "pressure" { ask = "Blood pressure?", min = 50, max = 300, unit = "mm[Hg]" }
local index = derive "index" { heart / pressure, unit = "/min/mm[Hg]" }
red_flag "flag" { when = pain:over(7) | index:over(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
