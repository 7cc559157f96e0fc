-- A comparator that contradicts itself.
protocol "sandbox-table-sort" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local list = {}
for i = 1, 100 do
    list[i] = i
end
table.sort(list, function(a, b) return true end)
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
