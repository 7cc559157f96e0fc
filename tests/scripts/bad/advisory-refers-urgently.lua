-- An advisory may name a routine referral only.
protocol "advisory-refers-urgently" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
advisory "warm" { when = fever, because = "A fever.", advice = "Drink.", refer = { to = "a physician", urgency = "urgent" }, source = "S2" }

-- expect error 5:82 referral: an advisory refers as "routine" only
