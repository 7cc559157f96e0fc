-- A helper may be called by derive functions and by other helpers.
protocol "derive-helper" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local double = helper(function(x) return x * 2 end)
local limit = 65
local quadruple = helper(function(x) return double(double(x)) end)
local old = derive "old" { age, type = "yes_no", function(age) return quadruple(age) > 4 * limit end }
red_flag "flag" { when = old, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
