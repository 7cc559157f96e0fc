-- A plug-in that is not loaded.
protocol "use-unknown-plugin" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local heart = use "heart"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:19 plug-in: no plug-in `heart` is installed
