-- A file that includes itself.
protocol "include-circle" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local signs = include "shared/circle.lua"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error shared/circle.lua:2:16 include: "shared/circle.lua" includes itself, or is included by what it includes
