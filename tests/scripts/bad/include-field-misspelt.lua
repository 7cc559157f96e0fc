-- A misspelt field of an included table: the nearest is named.
protocol "include-field-misspelt" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local signs = include "shared/signs.lua"
red_flag "flag" { when = signs.fevr | signs.chills, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:32 script-error: shared/signs.lua has no field `fevr`; the nearest is `fever`
