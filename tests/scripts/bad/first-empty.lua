-- `first` without lines.
protocol "first-empty" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local points = first {}
red_flag "flag" { when = fever & points:at_least(1), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:16 empty-list: `first` has no lines
