-- Values that a word does not take.
protocol "word-with-too-many-values" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you shiver?" }
local swelling = yes_no "swelling" { ask = "Is it swollen?" }
red_flag "two" { when = at_least(2, { fever, chills }, swelling), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "one" { when = any({ fever }, swelling), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
red_flag "all" { when = all(fever, chills), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
local thirst = yes_no("thirst", { ask = "Are you thirsty?" })
red_flag "dry" { when = thirst, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 6:25 bad-value: write `at_least(2, { a, b, c })`
-- expect error 7:25 bad-value: write `any { ... }`
-- expect error 8:25 bad-value: write `all { ... }`
-- expect error 9:16 bad-value: write `yes_no "name" { ... }`
