-- An education without its text.
protocol "education-without-text" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
education "pops" { title = "Why it pops" }

-- expect error 5:1 missing-key: `education "pops"` has no `text`
