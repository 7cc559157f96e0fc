-- An included file that is not Lua.
protocol "include-not-lua" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local signs = include "shared/unfinished.lua"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error shared/unfinished.lua:2:8 missing-end: this `{` is never closed: there is no `}` for it
