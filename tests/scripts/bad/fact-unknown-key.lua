-- A misspelt key of a fact: the nearest key is named.
protocol "fact-unknown-key" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", mn = 0, max = 120, unit = "a" }
red_flag "flag" { when = age:over(65), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:54 unknown-key: did you mean `min`?
