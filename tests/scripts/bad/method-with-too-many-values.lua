-- Values that a method does not take.
protocol "method-with-too-many-values" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = number "pain" { ask = "How bad is it?", min = 0, max = 10, live = true }
local weight = number "weight" { ask = "Body weight?", min = 30, max = 300, unit = "kg" }
local surgery = date "surgery" { ask = "Date of your last operation?" }
red_flag "heavy" { when = weight:over(90, 95), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "recent" { when = surgery:days_ago(28), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
technique "stretch" { title = "Stretch", source = "S1", idle = minutes(1,5), step "reach" { "Reach forward." } }
halt "worse" { when = pain:rose_by(2,5), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:34 bad-value: write `:over(number)`; a decimal is written with a point, as in 94.5
-- expect error 7:36 bad-value: write `:days_ago()`
-- expect error 8:64 bad-value: a decimal is written with a point: `minutes(1.5)`
-- expect error 9:28 bad-value: a decimal is written with a point: `:rose_by(2.5)`
