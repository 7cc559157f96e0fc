-- A misspelt language tag, and a text that was not translated.
protocol "text-lacks-a-language" {
    format = 1, version = "1.0.0",
    title = { en = "A script of the test suite", de = "Ein Skript der Tests" },
}
local fever = yes_no "fever" { ask = { eng = "Do you have a fever?", de = "Haben Sie Fieber?" } }
red_flag "flag" {
    when = fever, because = "It matters.", source = "S1",
    refer = { to = { en = "a physician", ["de-CH"] = "Arzt", de = "Arzt" }, urgency = "urgent" },
}

-- expect warning 6:38 bad-text: 1 of 4 texts have no `en`; this is the first
-- expect warning 8:29 bad-text: 1 of 4 texts have no `de`; this is the first
