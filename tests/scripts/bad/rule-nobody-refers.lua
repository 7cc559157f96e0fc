-- A red flag must refer, and nobody is named: neither by the rule nor by the protocol.
protocol "rule-nobody-refers" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "A fever.", source = "S1" }

-- expect error 4:1 referral: `red_flag "flag"` must refer, but neither it nor the protocol names anybody
