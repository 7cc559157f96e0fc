-- The NEXUS criteria: who needs imaging of the neck after an injury.
--
-- Edition: Hoffman et al., NEJM 2000;343:94. Imaging can be left out only if all five are absent.
--
-- No clinician has reviewed this script.

protocol "nexus" {
  format   = 1,
  version  = "1.0.0",
  title    = "NEXUS criteria for imaging of the cervical spine",
  language = "en",
  sources  = { { title = "Hoffman et al., NEJM 2000;343:94" } },
}

-- The five criteria.

local midline_tenderness = yes_no "midline_tenderness" {
  ask = "Is the midline of the cervical spine tender?",
}

local intoxication = yes_no "intoxication" {
  ask = "Is there evidence of intoxication?",
}

local altered_alertness = yes_no "altered_alertness" {
  ask = "Is the person less than normally alert?",
}

local focal_neuro_deficit = yes_no "focal_neuro_deficit" {
  ask = "Is there a focal neurological deficit?",
}

local distracting_injury = yes_no "distracting_injury" {
  ask = "Is there another painful injury that distracts from the neck?",
}

-- The answer.

result "cervical_spine" {
  title = "Imaging of the cervical spine",

  {
    "imaging",
    when = any {
      midline_tenderness,
      intoxication,
      altered_alertness,
      focal_neuro_deficit,
      distracting_injury,
    },
    because = "At least one of the five criteria is present.",
    outcome = "refer",
    refer   = { to = "radiology", urgency = "urgent" },
  },
  {
    "no_imaging",
    because = "All five criteria are absent.",
  },
}
