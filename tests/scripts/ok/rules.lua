-- Every kind of rule and every key.
protocol "rules" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
education "why-fever" { title = "Why a fever matters", text = "It may be an infection.", source = "S9" }
scope "adults" {
    require = age:at_least(16), because = "Made for adults.", source = "S1",
    refer = { to = "a paediatrician", urgency = "routine" },
}
contraindication "old-age" {
    when = age:over(100), because = "Brittle bones.", advice = "Ask first.", source = "S2",
    refer = { to = { "a physician", { en = "a nurse", de = "eine Pflegekraft" } }, urgency = "urgent" },
}
red_flag "fever" {
    when = fever, because = { en = "A fever.", de = "Fieber." }, source = "S3", see = { "why-fever" },
    refer = { to = { "emergency department" }, urgency = "immediate" },
}
precondition "no-chills" { require = ~chills, because = "Wait until it is over.", advice = "Rest.", source = "S4" }
precondition "young" { require = age:at_most(90), because = "Slowly.", refer = { to = "a nurse", urgency = "routine" }, source = "S5" }
advisory "elderly" { when = age:over(60), because = "Slower.", advice = "Use a chair.", source = "S6" }
advisory "aged" { when = age:over(70), because = "Slower.", advice = "Use a chair.", refer = { to = "a nurse", urgency = "routine" }, source = "S7" }
