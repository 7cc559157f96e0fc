-- What the sandbox has.
protocol "standard-library" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local words = { "a", "b", "c" }
table.insert(words, "d")
table.sort(words, function(a, b) return a < b end)
local joined = table.concat(words, ", ")
local upper = string.upper(joined) .. joined:sub(1, 3) .. ("x"):rep(3) .. string.format("%d of %s", 3, "4")
local largest = math.max(1, math.floor(2.5), math.abs(-3))
assert(tonumber("12") == 12, "tonumber")
assert(tostring(true) == "true", "tostring")
assert(type(words) == "table", "type")
assert(select("#", 1, 2) == 2, "select")
assert(#upper > 0, "the length of a text")
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = age:over(20 * largest), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
