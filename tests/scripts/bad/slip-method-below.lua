-- A method under another name.
protocol "slip-method-below" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:below(5) | age:greater_than(90) | age:frobnicate(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:30 unknown-method: did you mean `:under`?
-- expect error 4:45 unknown-method: did you mean `:over`?
-- expect error 4:68 unknown-method: a number has :over :under :at_least :at_most :between :is :is_not :one_of :rose_by :fell_by, :is_none and :if_none where it can be none, a fact :answered
