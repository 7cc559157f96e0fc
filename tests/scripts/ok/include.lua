-- Another file of the folder, and what it returns.
protocol "include" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local signs = include "shared/signs.lua"
local again = include "shared/signs.lua"
red_flag "flag" { when = signs.ill | signs.fever & again.chills | age:over(signs.deeper.limit), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
