-- What an included file returns is sealed.
protocol "include-assigned" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local signs = include "shared/signs.lua"
signs.fever = nil
red_flag "flag" { when = signs.fever | signs.chills, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:7 script-error: shared/signs.lua is read-only: `fever` cannot be set
