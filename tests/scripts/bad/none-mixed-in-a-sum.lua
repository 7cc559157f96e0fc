-- A number that can be none, added to one that cannot.
protocol "none-mixed-in-a-sum" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, unit = "wk", none = "Never had one" }
local bed = number "bed" { ask = "Weeks in bed?", min = 0, max = 100, unit = "wk" }
red_flag "flag" { when = (weeks + bed):over(10), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 5:27 none-loses: `weeks` can be none, and then all of this is, though `bed` is known
