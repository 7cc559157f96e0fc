-- Every mistake in one go: a wrong declaration is no end.
protocol "many-mistakes" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?", hlp = "Over 38" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "cannot" } }
local age = number "age" { ask = "How old are you?", min = 120, max = 0, unit = "a" }
red_flag "one" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "soon" }, source = "S1" }
red_flag "two" { when = bearing:is "canot", because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "three" { when = age:over(65), refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 3:62 unknown-key: did you mean `help`?
-- expect error 5:71 bad-range: `max` is 0, below `min`, which is 120
-- expect error 6:97 referral: "soon" is not an urgency
-- expect error 7:36 bad-value: did you mean "cannot"?
-- expect error 8:1 missing-key: `red_flag "three"` has no `because`
