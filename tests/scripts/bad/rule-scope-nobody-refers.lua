-- A scope must refer, too.
protocol "rule-scope-nobody-refers" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
scope "well" { require = ~fever, because = "Only without a fever.", source = "S1" }

-- expect error 4:1 referral: `scope "well"` must refer, but neither it nor the protocol names anybody
