-- NEWS2, the National Early Warning Score.
--
-- Edition: Royal College of Physicians 2017, charts 1 and 4. Copies on the web differ, and where
-- they do, this edition holds:
--
--   * A temperature of 35.0 scores 3 and one of 35.1 scores 1; 36.0 scores 1 and 36.1 scores 0;
--     38.0 scores 0 and 38.1 scores 1; 39.0 scores 1 and 39.1 scores 2. Between two of these the
--     score changes just above the lower one, so that no temperature is without points.
--   * Scale 2 of the oxygen saturation is for confirmed hypercapnic respiratory failure only. On
--     it, 93 % and more scores points only while oxygen is given, and nothing on air.
--   * New confusion (C) scores 3, like V, P and U.
--
-- No clinician has reviewed this script.

protocol "news2" {
  format   = 1,
  version  = "1.0.0",
  title    = "NEWS2, the National Early Warning Score",
  language = "en",
  sources  = { { title = "Royal College of Physicians, NEWS2, 2017, charts 1 and 4" } },
  refer    = { to = "clinician", urgency = "urgent" },
}

groups {
  { "who",       "Who the score is for" },
  { "breathing", "Breathing" },
  { "blood",     "Blood pressure and pulse" },
  { "other",     "Consciousness and temperature" },
}


----------------------------------------------------------------------------------------------------
-- Who the score is for: persons of 16 and over who are not pregnant
----------------------------------------------------------------------------------------------------

local age_years = number "age_years" {
  ask   = "Age in years",
  min   = 0,
  max   = 120,
  unit  = "a",
  whole = true,
  group = "who",
}

local pregnant = yes_no "pregnant" {
  ask   = "Is the person pregnant?",
  group = "who",
}

scope "sixteen-and-over" {
  require = age_years:at_least(16),
  because = "NEWS2 is for persons of 16 years and over.",
  source  = "RCP 2017",
}

scope "not-pregnant" {
  require = ~pregnant,
  because = "NEWS2 must not be used in pregnancy.",
  source  = "RCP 2017",
}


----------------------------------------------------------------------------------------------------
-- The measurements. The chart is in whole numbers, but for the temperature.
----------------------------------------------------------------------------------------------------

local respiratory_rate = number "respiratory_rate" {
  ask   = "Respirations per minute",
  min   = 0,
  max   = 100,
  unit  = "/min",
  whole = true,
  group = "breathing",
}

local spo2 = number "spo2" {
  ask   = "Oxygen saturation (SpO2) in percent",
  min   = 0,
  max   = 100,
  unit  = "%",
  whole = true,
  group = "breathing",
}

local spo2_scale = number "spo2_scale" {
  ask   = "Which scale of oxygen saturation applies, 1 or 2?",
  help  = "Scale 2 is for confirmed hypercapnic respiratory failure only; everybody else has 1.",
  min   = 1,
  max   = 2,
  whole = true,
  group = "breathing",
}

local on_oxygen = yes_no "on_oxygen" {
  ask   = "Is the person given oxygen?",
  group = "breathing",
}

local systolic = number "systolic" {
  ask   = "Systolic blood pressure",
  min   = 0,
  max   = 350,
  unit  = "mm[Hg]",
  whole = true,
  group = "blood",
}

local pulse = number "pulse" {
  ask   = "Pulse per minute",
  min   = 0,
  max   = 350,
  unit  = "/min",
  whole = true,
  group = "blood",
}

local consciousness = choice "consciousness" {
  ask     = "Level of consciousness",
  options = { "A", "C", "V", "P", "U" },
  labels  = {
    A = "Alert",
    C = "New confusion",
    V = "Responds to voice",
    P = "Responds to pain",
    U = "Unresponsive",
  },
  group   = "other",
}

local temperature = number "temperature" {
  ask   = "Temperature",
  min   = 20,
  max   = 45,
  unit  = "Cel",
  group = "other",
}


----------------------------------------------------------------------------------------------------
-- Chart 1: the points of each measurement. The first line that holds counts.
----------------------------------------------------------------------------------------------------

local respiration_points = first {
  { 3, when = respiratory_rate:at_most(8) },
  { 1, when = respiratory_rate:at_most(11) },
  { 0, when = respiratory_rate:at_most(20) },
  { 2, when = respiratory_rate:at_most(24) },
  { 3 },
}

local scale_1_points = first {
  { 3, when = spo2:at_most(91) },
  { 2, when = spo2:at_most(93) },
  { 1, when = spo2:at_most(95) },
  { 0 },
}

-- Scale 2: from 93 % on, points only while oxygen is given.
local scale_2_points = first {
  { 3, when = spo2:at_most(83) },
  { 2, when = spo2:at_most(85) },
  { 1, when = spo2:at_most(87) },
  { 0, when = spo2:at_most(92) },
  { 0, when = ~on_oxygen },
  { 1, when = spo2:at_most(94) },
  { 2, when = spo2:at_most(96) },
  { 3 },
}

local saturation_points = first {
  { scale_2_points, when = spo2_scale:is(2) },
  { scale_1_points },
}

local oxygen_points = first {
  { 2, when = on_oxygen },
  { 0 },
}

local systolic_points = first {
  { 3, when = systolic:at_most(90) },
  { 2, when = systolic:at_most(100) },
  { 1, when = systolic:at_most(110) },
  { 0, when = systolic:at_most(219) },
  { 3 },
}

local pulse_points = first {
  { 3, when = pulse:at_most(40) },
  { 1, when = pulse:at_most(50) },
  { 0, when = pulse:at_most(90) },
  { 1, when = pulse:at_most(110) },
  { 2, when = pulse:at_most(130) },
  { 3 },
}

local consciousness_points = first {
  { 0, when = consciousness:is "A" },
  { 3 },
}

local temperature_points = first {
  { 3, when = temperature:at_most(35.0) },
  { 1, when = temperature:at_most(36.0) },
  { 0, when = temperature:at_most(38.0) },
  { 1, when = temperature:at_most(39.0) },
  { 2 },
}

local news2 = score "news2" {
  title = "NEWS2",
  { respiration_points,   label = "Respirations" },
  { saturation_points,    label = "Oxygen saturation" },
  { oxygen_points,        label = "Air or oxygen" },
  { systolic_points,      label = "Systolic blood pressure" },
  { pulse_points,         label = "Pulse" },
  { consciousness_points, label = "Consciousness" },
  { temperature_points,   label = "Temperature" },
}


----------------------------------------------------------------------------------------------------
-- Chart 4: the clinical response
----------------------------------------------------------------------------------------------------

-- 3 points in any single one. Air or oxygen gives 2 at the most; temperature can give 3.
local three_in_one = any {
  respiration_points:at_least(3),
  saturation_points:at_least(3),
  systolic_points:at_least(3),
  pulse_points:at_least(3),
  consciousness_points:at_least(3),
  temperature_points:at_least(3),
}

result "risk" {
  title = "Clinical risk",

  {
    "high",
    when    = news2:at_least(7),
    because = "7 points or more: emergency response.",
    outcome = "refer",
    refer   = { to = "team with critical care competencies", urgency = "immediate" },
  },
  {
    "medium",
    when    = news2:at_least(5),
    because = "5 or 6 points: urgent response.",
    outcome = "refer",
    refer   = { to = "clinician or team competent in acute illness", urgency = "urgent" },
  },
  {
    "low_medium",
    when    = three_in_one,
    because = "3 points in a single measurement: urgent response by the ward.",
    outcome = "refer",
    refer   = { to = "ward-based clinician", urgency = "urgent" },
  },
  {
    "low",
    because = "0 to 4 points, and no single measurement with 3.",
    advice  = "The ward observes and repeats the score.",
  },
}
