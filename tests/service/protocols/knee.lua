-- A protocol for the tests of the service: one of each, as small as it gets.

protocol "knee" {
  format    = 1,
  version   = "1.2.0",
  title     = { en = "A stiff knee", de = "Ein steifes Knie" },
  language  = "en",
  sources   = { { title = "Made up for tests", url = "https://example.org/knee" } },
  authors   = { "A. Tester" },
  reviewed  = { by = "B. Reader", on = "2026-01-02" },
  review_by = "2030-01-01",
  refer     = { to = "physician", urgency = "routine" },
}

groups {
  { "person", { en = "The person", de = "Die Person" } },
}

local age = number "age" {
  ask = { en = "How old are you?", de = "Wie alt sind Sie?" },
  min = 0, max = 120, unit = "a", whole = true,
  group = "person",
}

local fever = yes_no "fever" {
  ask  = { en = "Do you have a fever?", de = "Haben Sie Fieber?" },
  help = "38.0 degrees Celsius or more.",
  code = { "http://snomed.info/sct", "386661006" },
}

local walking = choice "walking" {
  ask     = "How do you walk?",
  options = { "normal", "limping", "cannot" },
  labels  = { cannot = "Cannot take four steps" },
}

local surgery = date "surgery" {
  ask  = "Date of your last operation?",
  none = "Never had one",
}

local weight = number "weight" {
  ask = "Body weight?", min = 1, max = 400, unit = "kg", optional = true,
}

local days = number "days" {
  ask = "For how many days?", min = 0, max = 100, unit = "d",
  only_if = fever, otherwise = none,
}

local pain = yes_no "pain" { ask = "Does it hurt now?", live = true }

local limps = derive "limps" { walking:is_not "normal" }

local points = score "points" {
  title = "Points",
  { 2, when = fever, label = "Fever" },
  { 1, when = limps, label = "Limping" },
}

scope "adults" {
  require = age:at_least(18), because = "This is for adults.", source = "T1",
}

contraindication "fresh-surgery" {
  when = surgery:weeks_ago():under(6), because = "The operation was less than six weeks ago.",
  refer = { to = "surgeon", urgency = "urgent" }, source = "T2",
}

red_flag "hot" {
  when = all { fever, walking:is "cannot" },
  because = { en = "A fever and no step.", de = "Fieber und kein Schritt." },
  refer = { to = { "emergency department", "physician" }, urgency = "immediate" },
  source = "T3", see = { "joints" },
}

precondition "rested" {
  require = days:is_none() | days:over(2), because = "The fever is fresh.",
  advice = "Wait for two days.", source = "T4",
}

advisory "heavy" {
  when = weight:over(120), because = "The chair must bear the weight.",
  advice = "Take a strong chair.", source = "T5",
}

result "picture" {
  title = "X-ray",
  { "taken", when = points:at_least(3), because = "Three points.",
    refer = { to = "radiology", urgency = "urgent" } },
  { "spared", advice = "Come back if it gets worse." },
}

technique "bend" {
  title = "Bending", needs = { "a chair" }, only_if = walking:is_not "cannot", idle = minutes(10),
  step "sit" { "Sit down.", caution = "Slowly." },
  loop "rounds" {
    at_most = 3,
    finish_when = pain,
    step "reach" { "Bend the knee.", hold = seconds(5), only_if = age:under(80) },
    step "back" { "Stretch it again." },
  },
  after = "Walk around.",
}

halt "ouch" {
  when = pain, because = "It hurts.", advice = "Stop.", during = { "bend" }, source = "T6",
}

education "joints" { title = "Joints", text = "A joint may pop.", source = "T7" }
