-- rose_by and fell_by, since the start of the session, in halts and loops.
protocol "rose-by" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local pain = number "pain" { ask = "How bad is the pain?", min = 0, max = 10, live = true }
local breath = number "breath" { ask = "Breaths in a minute?", min = 1, max = 80, unit = "/min", live = true }
technique "stretch" {
    title = "Stretch",
    loop "again" { at_most = 3, finish_when = pain:fell_by(3), step "reach" { "Reach." } },
}
halt "worse" { when = pain:rose_by(2) | breath:rose_by(10), because = "It is getting worse.", source = "S1" }
red_flag "severe" { when = pain:at_least(8), because = "Severe pain.", throughout = true, refer = { to = "a physician", urgency = "urgent" }, source = "S2" }
