-- The Canadian C-Spine Rule: who needs imaging of the neck after an injury.
--
-- Edition: Stiell et al., JAMA 2001;286:1841. Copies on the web differ, and where they do, this
-- edition holds:
--
--   * Some copies say "over 65". The rule says 65 years or more.
--   * One copy turns the test of rotation round. Imaging is needed where the person can NOT rotate
--     the neck 45 degrees to the left and to the right.
--
-- No clinician has reviewed this script.

protocol "canadian-c-spine" {
  format   = 1,
  version  = "1.0.0",
  title    = "Canadian C-Spine Rule",
  language = "en",
  sources  = { { title = "Stiell et al., JAMA 2001;286:1841" } },
  refer    = { to = "physician", urgency = "urgent" },
}

groups {
  { "who",      "Who the rule is for" },
  { "high",     "High risk" },
  { "low",      "Low risk" },
  { "rotation", "Rotation of the neck" },
}


----------------------------------------------------------------------------------------------------
-- Who the rule is for: alert, stable persons of 16 and over
----------------------------------------------------------------------------------------------------

local age_years = number "age_years" {
  ask   = "Age in years",
  min   = 0,
  max   = 120,
  unit  = "a",
  whole = true,
  group = "who",
}

local gcs = number "gcs" {
  ask   = "Glasgow Coma Scale",
  min   = 3,
  max   = 15,
  whole = true,
  group = "who",
}

local stable = yes_no "stable" {
  ask   = "Are the vital signs stable?",
  group = "who",
}

scope "sixteen-and-over" {
  require = age_years:at_least(16),
  because = "The rule was made for persons of 16 years and over.",
  source  = "Stiell 2001",
}

scope "alert" {
  require = gcs:at_least(15),
  because = "The rule is for alert persons: a score of 15 on the Glasgow Coma Scale.",
  source  = "Stiell 2001",
}

scope "stable" {
  require = stable,
  because = "The rule is for persons whose vital signs are stable.",
  source  = "Stiell 2001",
}


----------------------------------------------------------------------------------------------------
-- Step 1. Is there a factor of high risk?
----------------------------------------------------------------------------------------------------

local dangerous_mechanism = yes_no "dangerous_mechanism" {
  ask   = "Was the mechanism dangerous?",
  help  = "A fall from 3 feet (0.9 m) or 5 stairs or more; a load on the head, as in diving; a "
    .. "motor vehicle at high speed (over 100 km/h), rolled over or with ejection; a motorized "
    .. "recreational vehicle; a bicycle.",
  group = "high",
}

local paresthesias = yes_no "paresthesias" {
  ask   = "Are there paresthesias in the arms or legs?",
  group = "high",
}

local high_risk = any {
  age_years:at_least(65),
  dangerous_mechanism,
  paresthesias,
}


----------------------------------------------------------------------------------------------------
-- Step 2. Is there a factor of low risk, so that rotation may be tested safely?
----------------------------------------------------------------------------------------------------

local simple_rear_end_mvc = yes_no "simple_rear_end_mvc" {
  ask   = "Was it a rear-end collision of motor vehicles?",
  group = "low",
}

-- Asked only after a rear-end collision.
local rear_end_exclusion = yes_no "rear_end_exclusion" {
  ask       = "Was the vehicle pushed into traffic, hit by a bus or a large truck, rolled over, "
    .. "or hit at high speed?",
  ask_if    = simple_rear_end_mvc,
  otherwise = false,
  group     = "low",
}

local sitting_in_ed = yes_no "sitting_in_ed" {
  ask   = "Is the person sitting in the emergency department?",
  group = "low",
}

local ambulatory = yes_no "ambulatory" {
  ask   = "Has the person walked at any time since the injury?",
  group = "low",
}

local delayed_onset_pain = yes_no "delayed_onset_pain" {
  ask   = "Did the neck pain begin later, not at once?",
  group = "low",
}

local midline_tenderness = yes_no "midline_tenderness" {
  ask   = "Is the midline of the cervical spine tender?",
  group = "low",
}

local low_risk = any {
  all { simple_rear_end_mvc, ~rear_end_exclusion },
  sitting_in_ed,
  ambulatory,
  delayed_onset_pain,
  ~midline_tenderness,
}


----------------------------------------------------------------------------------------------------
-- Step 3. Can the person rotate the neck?
----------------------------------------------------------------------------------------------------

-- It is not safe to let the person try before high risk is excluded and a factor of low risk is
-- present. "Cannot say" excludes nothing and shows nothing, and so each answer that permits the
-- test must really have been given.

local high_risk_is_excluded = all {
  ~high_risk,
  dangerous_mechanism:answered(),
  paresthesias:answered(),
}

local low_risk_is_present = any {
  all {
    simple_rear_end_mvc,
    simple_rear_end_mvc:answered(),
    ~rear_end_exclusion,
    rear_end_exclusion:answered(),
  },
  all { sitting_in_ed, sitting_in_ed:answered() },
  all { ambulatory, ambulatory:answered() },
  all { delayed_onset_pain, delayed_onset_pain:answered() },
  all { ~midline_tenderness, midline_tenderness:answered() },
}

local rotate_left_45 = yes_no "rotate_left_45" {
  ask       = "Can the person actively rotate the neck 45 degrees to the left?",
  ask_if    = all { high_risk_is_excluded, low_risk_is_present },
  otherwise = false,
  group     = "rotation",
}

local rotate_right_45 = yes_no "rotate_right_45" {
  ask       = "Can the person actively rotate the neck 45 degrees to the right?",
  ask_if    = all { high_risk_is_excluded, low_risk_is_present },
  otherwise = false,
  group     = "rotation",
}


----------------------------------------------------------------------------------------------------
-- The answer
----------------------------------------------------------------------------------------------------

result "cervical_spine" {
  title = "Imaging of the cervical spine",

  {
    "imaging",
    when    = any { high_risk, ~low_risk, ~rotate_left_45, ~rotate_right_45 },
    because = "High risk, or no factor of low risk, or the neck does not rotate 45 degrees.",
    outcome = "refer",
    refer   = { to = "radiology", urgency = "urgent" },
  },
  {
    "no_imaging",
    because = "No high risk, a factor of low risk, and the neck rotates 45 degrees to both sides.",
  },
}
