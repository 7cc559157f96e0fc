-- A file anywhere on the machine.
protocol "include-absolute" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local signs = include "/etc/passwd"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:23 include: "/etc/passwd" is not a path within the protocols folder
