-- The referral of the protocol is checked like any other.
protocol "header-refer-urgency" {
    format = 1, version = "1.0.0", title = "A script",
    refer = { to = "a physician", urgency = "soon" },
}
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 4:45 referral: "soon" is not an urgency
