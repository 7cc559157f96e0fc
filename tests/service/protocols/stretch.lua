-- The smallest protocol that guides anybody: a screening question, a loop, two halts.

protocol "stretch" { format = 1, version = "1.0.0", title = "A stretch" }

local numb = yes_no "numb" { ask = "Is an arm numb?" }
local calm = yes_no "calm" { ask = "Are you calm?" }
local alone = yes_no "alone" { ask = "Are you on your own?", optional = true }
local hurts = yes_no "hurts" { ask = "Does it hurt now?", live = true }
local enough = yes_no "enough" { ask = "Have you had enough?", live = true }

red_flag "numb" {
  when = numb, because = "Numbness can mean that a nerve is pressed.",
  refer = { to = "physician", urgency = "urgent" }, source = "T1",
}

precondition "calm" {
  require = calm, because = "Tense muscles do not stretch.", advice = "Rest first.", source = "T2",
}

contraindication "alone" {
  when = alone, because = "Nobody is there to pull.", source = "T4", during = { "pull" },
}

halt "hurts" {
  when = hurts, because = "It hurts.", advice = "Stop now, and come back slowly.",
  source = "T3",
}

technique "reach" {
  title = "Reaching up", needs = { "room to stand" }, idle = minutes(10),
  step "stand" { "Stand upright." },
  loop "rounds" {
    at_most = 3, finish_when = enough,
    step "up" { "Reach up.", hold = seconds(5), caution = "Only as far as is comfortable." },
  },
  after = "Walk around for a minute.",
}

technique "pull" {
  title = "Being pulled",
  step "pull" { "Let your partner pull." },
}

technique "breathe" {
  title = "Breathing", idle = seconds(1),
  step "in" { "Breathe in." },
}
