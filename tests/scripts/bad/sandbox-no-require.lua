-- Modules: include reads other files.
protocol "sandbox-no-require" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local gone = require "other"
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:14 not-in-sandbox: `require` is not part of the language
