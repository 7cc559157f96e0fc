-- An error that is a table.
protocol "sandbox-error-table" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
error({ code = 5 })
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:1 script-error: the script raised an error with table in place of a text
