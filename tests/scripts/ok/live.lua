-- live facts: in halts, in finish_when, and at the start where a rule is `throughout`.
protocol "live" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local hurts = yes_no "hurts" { ask = "Does it hurt sharply now?", live = true }
local relaxed = yes_no "relaxed" { ask = "Are you relaxed?", live = true }
local enough = yes_no "enough" { ask = "Is it enough?", live = true }
local tingling = yes_no "tingling" { ask = "Does it tingle?", live = true }
precondition "relaxed" { require = relaxed, because = "Only when relaxed.", advice = "Breathe.", throughout = true, source = "S1" }
red_flag "tingling" { when = tingling, because = "Nerves.", throughout = true, refer = { to = "a physician", urgency = "immediate" }, source = "S2" }
technique "stretch" {
    title = "Stretch",
    loop "again" { at_most = 3, finish_when = enough, step "reach" { "Reach forward slowly." } },
}
halt "pain" { when = hurts, because = "It hurts.", advice = "Stop now.", source = "S3" }
