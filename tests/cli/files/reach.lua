-- A small technique for the tests of the guide: one hold that nobody waits out, one that is short.
protocol "reach" {
  format   = 1,
  version  = "1.0.0",
  title    = { en = "Reaching up", de = "Nach oben greifen" },
  language = "en",
  refer    = { to = "physician", urgency = "routine" },
}

local numb  = yes_no "numb"  { ask = { en = "Is an arm numb?", de = "Ist ein Arm taub?" } }
local pain  = number "pain"  { ask = { en = "How bad is the pain?", de = "Wie stark ist der Schmerz?" }, min = 0, max = 10, whole = true }
local where = choice "where" { ask = { en = "Where is it stiff?", de = "Wo ist es steif?" }, options = { "neck", "back" }, labels = { neck = { en = "In the neck", de = "Im Nacken" } } }
local hurts = yes_no "hurts" { ask = { en = "Does it hurt now?", de = "Schmerzt es jetzt?" }, live = true }
local enough = yes_no "enough" { ask = { en = "Have you had enough?", de = "Ist es genug?" }, live = true }

red_flag     "numbness" { when = numb, because = { en = "A nerve may be pressed.", de = "Ein Nerv kann gedrückt sein." }, refer = { to = "physician", urgency = "urgent" }, source = "1" }
precondition "bearable" { require = pain:under(7), because = { en = "The pain is too bad today.", de = "Heute schmerzt es zu sehr." }, source = "2" }
precondition "back"     { require = where:is "back", because = { en = "It is for the back.", de = "Es ist für den Rücken." }, source = "3" }

halt "sharp" {
  when    = hurts,
  because = { en = "Pain means stop.", de = "Schmerz heißt aufhören." },
  advice  = { en = "Let your arms sink and breathe.", de = "Lassen Sie die Arme sinken und atmen Sie." },
  refer   = { to = "physician", urgency = "urgent" },
  source  = "4",
}

technique "reach" {
  title = { en = "Reaching up", de = "Nach oben greifen" },
  needs = { { en = "room above you", de = "Platz über Ihnen" } },
  step "stand" { { en = "Stand upright.", de = "Stehen Sie aufrecht." } },
  loop "again" {
    at_most     = 2,
    finish_when = enough,
    step "up" {
      { en = "Reach up slowly.", de = "Greifen Sie langsam nach oben." },
      hold    = seconds(600),
      caution = { en = "Only as far as is comfortable.", de = "Nur so weit, wie es angenehm ist." },
    },
  },
  step "down" { { en = "Let your arms sink.", de = "Lassen Sie die Arme sinken." }, hold = seconds(1) },
  after = { en = "Walk around for a minute.", de = "Gehen Sie eine Minute umher." },
}
