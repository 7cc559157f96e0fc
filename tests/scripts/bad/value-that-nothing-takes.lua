-- Values behind a comma that Lua would drop.
protocol "value-that-nothing-takes" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = number "pain" { ask = "How bad is it?", min = 0, max = 10 }
local low, high = 2, 4, 6
local half = derive "half" { pain, type = "number", min = 0, max = 5, function(pain) return pain * 0,5 end }
red_flag "flag" { when = pain:between(low, high) | half:over(3), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:25 bad-value: leave it out, or put all of them in braces
-- expect error 5:102 bad-value: a decimal is written with a point: `pain * 0.5`
