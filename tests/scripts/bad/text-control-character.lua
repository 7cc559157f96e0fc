-- A control character in a text for people, which a terminal would obey.
protocol "text-control-character" { format = 1, version = "1.0.0", title = "A script" }
local fever = yes_no "fever" { ask = "Do you have\ta\nfever?" }
local chills = yes_no "chills" { ask = "Chills?\27[2J" }
red_flag "flag" { when = any { fever, chills }, because = "It \u{9b}matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:40 bad-text: `ask` has a control character (code 27)
-- expect error 5:59 bad-text: `because` has a control character (code 155)
