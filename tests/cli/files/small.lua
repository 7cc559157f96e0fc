-- A small protocol for the tests of the command line.
protocol "small" { format = 1, version = "1.2.3", title = "A small protocol", refer = { to = "physician", urgency = "routine" } }

local age   = number "age"   { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local where = choice "where" { ask = "Where does it hurt?", options = { "back", "leg" }, labels = { back = "In the back" } }
local since = date   "since" { ask = "Since when?", none = "It does not hurt", only_if = where:is "back", otherwise = none }

scope        "adults" { require = age:at_least(18), because = "Written for adults.", source = "page 1" }
red_flag     "hot"    { when = fever, because = "A fever comes first.", refer = { to = "emergency department", urgency = "immediate" }, source = "page 2" }
precondition "fresh"  { require = since:days_ago():over(2) | since:is_none(), because = "Too early.", advice = "Wait for two days.", source = "page 3" }

result "place" {
  { "spine", when = where:is "back", because = "It is the back." },
  { "limb", advice = "Walk." },
}
