-- Numbers that are no points: quotients, dates by the calendar, a function, and what only a session
-- shows.
protocol "measured" {
  format  = 1,
  version = "1.0.0",
  title   = "What is measured",
  sources = { { title = "made up for the tests" } },
  refer   = { to = "physician", urgency = "routine" },
}

local weight  = number "weight"  { ask = "Your weight?", min = 1, max = 400, unit = "kg" }
local height  = number "height"  { ask = "Your height?", min = 0.3, max = 2.5, unit = "m" }
local surgery = date "surgery"   { ask = "Your last operation?", none = "Never had one" }
local age     = number "age"     { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever   = yes_no "fever"   { ask = "Do you have a fever?" }
local weak    = yes_no "weak"    { ask = "Do you feel weak?", ask_if = fever, otherwise = false }
local breath  = number "breath"  { ask = "Breaths in a minute?", min = 1, max = 80, unit = "/min", live = true }

local bmi     = derive "bmi"     { weight / (height * height), unit = "kg/m2" }
local frailty = derive "frailty" { age, type = "number", min = 0, max = 12, function(age) return age // 10 end }

red_flag "heavy"  { when = bmi:over(35), because = "Heavy.", source = "made up" }
red_flag "recent" { when = surgery:months_ago():under(6), because = "Recent.", source = "made up" }
red_flag "weak"   { when = weak, because = "Weak.", source = "made up" }
red_flag "frail"  { when = frailty:at_least(8), because = "Frail.", source = "made up" }

technique "stretch" {
  title = "Stretch",
  step "reach" { "Reach.", only_if = age:under(70) },
}

halt "out-of-breath" { when = breath:rose_by(10), because = "Out of breath.", source = "made up" }
