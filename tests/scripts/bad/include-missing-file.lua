-- A file that is not there.
protocol "include-missing-file" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local signs = include "shared/singns.lua"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:23 include: "shared/singns.lua": there is no such file in the protocols folder
