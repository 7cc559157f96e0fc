-- The Ottawa ankle and foot rules: who needs an X-ray after an injury.
--
-- Edition: Stiell et al., Ann Emerg Med 1992;21:384. Two answers, for the ankle and for the foot.
--
-- Inability to bear weight means unable to take four steps BOTH at once after the injury AND now.
-- Limping counts as a step.
--
-- No clinician has reviewed this script.

protocol "ottawa-ankle-foot" {
  format   = 1,
  version  = "1.0.0",
  title    = "Ottawa ankle and foot rules",
  language = "en",
  sources  = { { title = "Stiell et al., Ann Emerg Med 1992;21:384" } },
}

groups {
  { "where",   "Where it hurts" },
  { "bone",    "Tenderness of the bone" },
  { "walking", "Bearing weight" },
}


-- Where it hurts.

local malleolar_pain = yes_no "malleolar_pain" {
  ask   = "Is there pain in the malleolar zone (around the ankle bones)?",
  group = "where",
}

local midfoot_pain = yes_no "midfoot_pain" {
  ask   = "Is there pain in the midfoot zone?",
  group = "where",
}


-- Tenderness of the bone. Asked only where there is pain in that zone.

local tender_lateral_malleolus = yes_no "tender_lateral_malleolus" {
  ask       = "Is the bone tender along the posterior 6 cm or at the tip of the lateral malleolus?",
  ask_if    = malleolar_pain,
  otherwise = false,
  group     = "bone",
}

local tender_medial_malleolus = yes_no "tender_medial_malleolus" {
  ask       = "Is the bone tender along the posterior 6 cm or at the tip of the medial malleolus?",
  ask_if    = malleolar_pain,
  otherwise = false,
  group     = "bone",
}

local tender_fifth_metatarsal_base = yes_no "tender_fifth_metatarsal_base" {
  ask       = "Is the bone tender at the base of the fifth metatarsal?",
  ask_if    = midfoot_pain,
  otherwise = false,
  group     = "bone",
}

local tender_navicular = yes_no "tender_navicular" {
  ask       = "Is the bone tender at the navicular?",
  ask_if    = midfoot_pain,
  otherwise = false,
  group     = "bone",
}


-- Bearing weight. Asked only where there is pain in either zone; "now" only of those who could not
-- take four steps at once.

local bore_weight_immediately = yes_no "bore_weight_immediately" {
  ask       = "Could the person take four steps at once after the injury?",
  ask_if    = any { malleolar_pain, midfoot_pain },
  otherwise = true,
  group     = "walking",
}

local bears_weight_now = yes_no "bears_weight_now" {
  ask       = "Can the person take four steps now?",
  ask_if    = ~bore_weight_immediately,
  otherwise = true,
  group     = "walking",
}

local unable_to_bear_weight = all { ~bore_weight_immediately, ~bears_weight_now }


-- The answer for the ankle.

result "ankle" {
  title = "X-ray of the ankle",

  {
    "xray",
    when = all {
      malleolar_pain,
      any { tender_lateral_malleolus, tender_medial_malleolus, unable_to_bear_weight },
    },
    because = "Pain in the malleolar zone with tenderness of the bone or inability to bear weight.",
    outcome = "refer",
    refer   = { to = "radiology", urgency = "urgent" },
  },
  {
    "no_xray",
    because = "No pain in the malleolar zone, or no tender bone and able to bear weight.",
  },
}


-- The answer for the foot.

result "foot" {
  title = "X-ray of the foot",

  {
    "xray",
    when = all {
      midfoot_pain,
      any { tender_fifth_metatarsal_base, tender_navicular, unable_to_bear_weight },
    },
    because = "Pain in the midfoot zone with tenderness of the bone or inability to bear weight.",
    outcome = "refer",
    refer   = { to = "radiology", urgency = "urgent" },
  },
  {
    "no_xray",
    because = "No pain in the midfoot zone, or no tender bone and able to bear weight.",
  },
}
