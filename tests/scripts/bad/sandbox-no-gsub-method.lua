-- Patterns by way of the string metatable.
protocol "sandbox-no-gsub-method" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local gone = ("aaa"):find("a*")
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:22 script-error: `string.find` is not part of the language: patterns take unbounded time; a
