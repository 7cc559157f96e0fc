-- The Wells score for pulmonary embolism, in two tiers.
--
-- Edition: Wells et al., Thromb Haemost 2000 (two-tier: likely above 4 points). Copies on the web
-- differ, and where they do, this edition holds:
--
--   * A heart rate of 100 per minute does not count; it must be higher.
--   * Exactly 4 points is "unlikely"; likely is more than 4.
--   * Some copies give three tiers (low, moderate, high) with other limits. This is not that one.
--
-- The rule sorts whom to test, and how. It sends nobody home: "unlikely" is referred as well.
--
-- No clinician has reviewed this script.

protocol "wells-pe" {
  format   = 1,
  version  = "1.0.0",
  title    = "Wells score for pulmonary embolism (two-tier)",
  language = "en",
  sources  = { { title = "Wells et al., Thromb Haemost 2000" } },
}


-- The seven items.

local dvt_signs = yes_no "dvt_signs" {
  ask = "Are there clinical signs and symptoms of deep vein thrombosis?",
}

local pe_most_likely = yes_no "pe_most_likely" {
  ask = "Is pulmonary embolism the most likely diagnosis, or equally likely?",
}

local heart_rate = number "heart_rate" {
  ask  = "Heart rate per minute",
  min  = 0,
  max  = 300,
  unit = "/min",
}

local immobilised_3d_or_surgery_4w = yes_no "immobilised_3d_or_surgery_4w" {
  ask = "Immobilised for at least 3 days, or surgery in the last 4 weeks?",
}

local previous_vte = yes_no "previous_vte" {
  ask = "Has there been a deep vein thrombosis or pulmonary embolism before?",
}

local haemoptysis = yes_no "haemoptysis" {
  ask = "Is there haemoptysis?",
}

local malignancy = yes_no "malignancy" {
  ask  = "Is there a malignancy?",
  help = "On treatment, treated in the last 6 months, or palliative.",
}


-- The points.

local wells = score "wells" {
  title = "Wells score",
  { 3,   when = dvt_signs,                    label = "Signs of deep vein thrombosis" },
  { 3,   when = pe_most_likely,               label = "Pulmonary embolism most likely" },
  { 1.5, when = heart_rate:over(100),         label = "Heart rate over 100" },
  { 1.5, when = immobilised_3d_or_surgery_4w, label = "Immobilised or surgery" },
  { 1.5, when = previous_vte,                 label = "Previous venous thromboembolism" },
  { 1,   when = haemoptysis,                  label = "Haemoptysis" },
  { 1,   when = malignancy,                   label = "Malignancy" },
}


-- The answer.

result "pe" {
  title = "Pulmonary embolism",

  {
    "likely",
    when    = wells:over(4),
    because = "More than 4 points: pulmonary embolism is likely.",
    outcome = "refer",
    refer   = { to = "emergency department", urgency = "immediate" },
  },
  {
    "unlikely",
    because = "4 points or fewer: pulmonary embolism is unlikely, and must still be tested for.",
    outcome = "refer",
    refer   = { to = "physician", urgency = "urgent" },
  },
}
