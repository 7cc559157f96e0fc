-- A number between two `between` lines meets neither.
protocol "first-gap" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local temp = number "temp" { ask = "Temperature?", min = 30, max = 45, unit = "Cel" }
local points = first {
    { 0, when = temp:between(30, 37) },
    { 1, when = temp:between(38, 39) },
    { 2 },
}
red_flag "flag" { when = points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:5 range-gap: `temp` is not whole, and between 37 and 38 no line of this `first` is
