-- What rests on a wrong declaration is not reported again.
protocol "poisoned-term-is-quiet" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?", hlp = "?" }
local ill = any { fever, fever:is_none() }
red_flag "flag" { when = all { ill, ~ill }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:62 unknown-key: did you mean `help`?
-- expect error 4:32 method-misfit: the yes_no `fever` is never none
