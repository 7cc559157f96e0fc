-- A protocol with faults that no check sees, and `synovia verify` does.
protocol "doubtful" {
  format   = 1,
  version  = "1.0.0",
  title    = "Faults that only a proof finds",
  language = "en",
  sources  = { { title = "made up for the tests" } },
  refer    = { to = "physician", urgency = "routine" },
}

local fever = yes_no "fever" { ask = "Do you have a fever?" }
local cough = yes_no "cough" { ask = "Do you cough?" }
local rash  = yes_no "rash"  { ask = "Do you have a rash?" }
local pain  = number "pain"  { ask = "How bad is the pain, from 0 to 10?", min = 0, max = 10, whole = true }

-- A cough alone is enough, so the rash matters to nobody.
red_flag "chest" {
  when    = any { cough, all { cough, rash } },
  because = "A cough must be looked at.",
  refer   = { to = "physician", urgency = "urgent" },
  source  = "made up",
}

-- Who cannot say whether there is fever is not asked to see anybody.
red_flag "hot" {
  when    = all { fever, fever:answered(), pain:at_least(3) },
  because = "Fever with pain must be looked at.",
  refer   = { to = "emergency department", urgency = "immediate" },
  source  = "made up",
}

-- A yes to fever makes it milder.
result "plan" {
  { "stay", when = ~fever & pain:at_least(5), outcome = "stop" },
  { "go" },
}
