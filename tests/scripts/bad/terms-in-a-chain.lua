-- A chain of more terms than may stand within one another; the mistake behind it is told too.
protocol "terms-in-a-chain" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local chain = yes_no "f0" { ask = "Q?" }
for i = 1, 205 do chain = chain | yes_no("f" .. i) { ask = "Q?" } end
red_flag "flag" { when = chian, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:27 nested-too-deeply: terms stand within one another more than 200 deep
-- expect error 5:26 undeclared: nothing declares `chian`
