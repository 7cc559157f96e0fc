-- Versions are SemVer.
protocol "header-version" { format = 1, version = "1.0", title = "A script" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:51 bad-header: "1.0" is not a version
