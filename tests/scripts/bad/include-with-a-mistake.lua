-- A mistake in an included file is reported there.
protocol "include-with-a-mistake" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local signs = include "shared/mistaken.lua"
red_flag "flag" { when = signs.fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error shared/mistaken.lua:2:62 unknown-key: did you mean `help`?
