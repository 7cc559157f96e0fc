-- The STarT Back Screening Tool: the risk that low back pain stays disabling.
--
-- Edition: Hill et al., Arthritis Rheum 2008;59:632; Keele University. The tool belongs to Keele
-- University; use its own wording of the questions, and its translations, with persons.
--
--   * Questions 1 to 8: "agree" counts 1.
--   * Question 9: "very much" and "extremely" count 1.
--   * Low risk: 3 or fewer in all. Else medium risk: 3 or fewer in questions 5 to 9. Else high.
--
-- No clinician has reviewed this script.

protocol "start-back" {
  format   = 1,
  version  = "1.0.0",
  title    = "STarT Back Screening Tool",
  language = "en",
  sources  = { { title = "Hill et al., Arthritis Rheum 2008;59:632; Keele University" } },
}


-- The nine questions, thinking of the last two weeks. "Yes" is "agree".

local q1 = yes_no "q1" {
  ask = "My back pain has spread down my leg(s) at some time in the last 2 weeks",
}

local q2 = yes_no "q2" {
  ask = "I have had pain in the shoulder or neck at some time in the last 2 weeks",
}

local q3 = yes_no "q3" {
  ask = "I have only walked short distances because of my back pain",
}

local q4 = yes_no "q4" {
  ask = "In the last 2 weeks, I have dressed more slowly than usual because of back pain",
}

local q5 = yes_no "q5" {
  ask = "It's not really safe for a person with a condition like mine to be physically active",
}

local q6 = yes_no "q6" {
  ask = "Worrying thoughts have been going through my mind a lot of the time",
}

local q7 = yes_no "q7" {
  ask = "I feel that my back pain is terrible and it's never going to get any better",
}

local q8 = yes_no "q8" {
  ask = "In general I have not enjoyed all the things I used to enjoy",
}

local q9 = choice "q9" {
  ask     = "Overall, how bothersome has your back pain been in the last 2 weeks?",
  options = { "not_at_all", "slightly", "moderately", "very_much", "extremely" },
  labels  = {
    not_at_all = "Not at all",
    slightly   = "Slightly",
    moderately = "Moderately",
    very_much  = "Very much",
    extremely  = "Extremely",
  },
}

local very_bothersome = q9:one_of { "very_much", "extremely" }


-- The two scores.

local total = score "total" {
  title = "Total score",
  { 1, when = q1,              label = "1. Leg pain" },
  { 1, when = q2,              label = "2. Shoulder or neck pain" },
  { 1, when = q3,              label = "3. Walking" },
  { 1, when = q4,              label = "4. Dressing" },
  { 1, when = q5,              label = "5. Fear of activity" },
  { 1, when = q6,              label = "6. Worry" },
  { 1, when = q7,              label = "7. Catastrophizing" },
  { 1, when = q8,              label = "8. Low mood" },
  { 1, when = very_bothersome, label = "9. Bothersomeness" },
}

local subscore = score "subscore" {
  title = "Psychosocial subscore (questions 5 to 9)",
  { 1, when = q5,              label = "5. Fear of activity" },
  { 1, when = q6,              label = "6. Worry" },
  { 1, when = q7,              label = "7. Catastrophizing" },
  { 1, when = q8,              label = "8. Low mood" },
  { 1, when = very_bothersome, label = "9. Bothersomeness" },
}


-- The answer.

result "risk" {
  title = "Risk that the pain stays disabling",

  {
    "low",
    when    = total:at_most(3),
    because = "3 or fewer of nine.",
  },
  {
    "medium",
    when    = subscore:at_most(3),
    because = "4 or more of nine, 3 or fewer of questions 5 to 9.",
    outcome = "refer",
    refer   = { to = "physiotherapist", urgency = "routine" },
  },
  {
    "high",
    because = "4 or more of questions 5 to 9.",
    outcome = "refer",
    refer   = { to = "psychologically informed physiotherapy", urgency = "routine" },
  },
}
