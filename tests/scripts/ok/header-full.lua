-- Every key of the header.
protocol "header-full" {
    format = 1,
    version = "1.2.0-rc.1+build.5",
    title = { en = "A script", ["de-AT"] = "Ein Skript" },
    language = "en",
    sources = { { title = "Stiell, Ann Emerg Med 1995;26:405", url = "https://example.org/stiell" }, { title = "Own notes" } },
    authors = { "A. Author", "B. Author" },
    reviewed = { by = "C. Clinician", on = "2026-05-01" },
    review_by = "2099-05-01",
    refer = { to = { "a physician", "a nurse" }, urgency = "routine" },
}
local fever = yes_no "fever" { ask = "Do you have a fever?" }
-- Names nobody: the protocol's referral counts.
red_flag "fever" { when = fever, because = "A fever.", source = "S1" }
scope "well" { require = ~fever, because = "Only without a fever.", source = "S2" }
