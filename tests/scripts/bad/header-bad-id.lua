-- The id of a protocol becomes a name on the wire.
protocol "My protocol!" { format = 1, version = "1.0.0", title = "A script" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:1 bad-name: "My protocol!" is not an id
