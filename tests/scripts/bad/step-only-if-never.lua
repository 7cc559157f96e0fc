-- A step that nobody is ever shown.
protocol "step-only-if-never" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
technique "stretch" { title = "Stretch", step "reach" { "Reach.", only_if = age:over(150) } }

-- expect error 6:77 never-true: `age:over(150)` can never be true: `age` is 0 to 120 a
