protocol "conditions-without-end" { format = 1, version = "1.0.0", title = "T", refer = { to = "physician", urgency = "routine" } }
local a = yes_no "a" { ask = "?" }
local b = yes_no "b" { ask = "?" }
-- The same condition again and again is one term and one note: instructions run out, not memory.
for i = 1, 1e9 do local c = any { a, all { b, ~a } } | b end

-- expect error 5:42 budget-instructions: the script runs for too long and was stopped
