-- Tests of canadian-c-spine.lua, from the definition in JAMA 2001;286:1841.

-- Alert and stable, no high risk, every factor of low risk, and the neck rotates.
local low = facts {
  age_years           = 30,
  gcs                 = 15,
  stable              = true,
  dangerous_mechanism = false,
  paresthesias        = false,
  simple_rear_end_mvc = true,
  rear_end_exclusion  = false,
  sitting_in_ed       = true,
  ambulatory          = true,
  delayed_onset_pain  = true,
  midline_tenderness  = false,
  rotate_left_45      = true,
  rotate_right_45     = true,
}

-- The same person without any factor of low risk.
local no_low_factor = low:with {
  simple_rear_end_mvc = false,
  sitting_in_ed       = false,
  ambulatory          = false,
  delayed_onset_pain  = false,
  midline_tenderness  = true,
}

-- Somebody of whom only the scope is known.
local in_scope = facts { age_years = 30, gcs = 15, stable = true }


-- Who the rule is for -----------------------------------------------------------------------------

test "low risk and rotation on both sides: no imaging" {
  given  = low,
  expect = {
    outcome = "clear", complete = true, rules = {}, asks = {},
    results = { cervical_spine = "no_imaging" },
  },
}

cases "who the rule is for" { given = low,
  { { age_years = 15 },  outcome = "refer", urgency = "urgent", rules = { "sixteen-and-over" },
    results = { cervical_spine = absent } },
  { { age_years = 16 },  outcome = "clear", rules = {},
    results = { cervical_spine = "no_imaging" } },
  { { gcs = 14 },        outcome = "refer", urgency = "urgent", rules = { "alert" } },
  { { gcs = 15 },        outcome = "clear", rules = {} },
  { { gcs = 3 },         outcome = "refer", urgency = "urgent", rules = { "alert" } },
  { { stable = false },  outcome = "refer", urgency = "urgent", rules = { "stable" } },
  { { stable = true },   outcome = "clear", rules = {} },
  { { age_years = unanswerable }, outcome = "refer", includes = { "sixteen-and-over" } },
  { { gcs = unanswerable },       outcome = "refer", rules = { "alert" },
    uncertain = { "alert" } },
  { { stable = unanswerable },    outcome = "refer", rules = { "stable" },
    uncertain = { "stable" } },
  { { age_years = absent },       outcome = "ask", complete = false, asks = { "age_years" } },
  { { gcs = absent },             outcome = "ask", complete = false, asks = { "gcs" } },
  { { stable = absent },          outcome = "ask", complete = false, asks = { "stable" } },
}


-- High risk ---------------------------------------------------------------------------------------

cases "high risk: 65 years or more, not over 65" { given = low,
  { { age_years = 64 }, outcome = "clear", results = { cervical_spine = "no_imaging" } },
  { { age_years = 65 }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { age_years = 66 }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
}

cases "high risk: the mechanism, paresthesias" { given = low,
  { { dangerous_mechanism = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { paresthesias = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
}


-- Low risk ----------------------------------------------------------------------------------------

test "without any factor of low risk: imaging, although the neck rotates" {
  given  = no_low_factor,
  expect = { outcome = "refer", urgency = "urgent", results = { cervical_spine = "imaging" } },
}

cases "each factor of low risk alone is enough" { given = no_low_factor,
  { { simple_rear_end_mvc = true }, outcome = "clear",
    results = { cervical_spine = "no_imaging" } },
  { { sitting_in_ed = true },       outcome = "clear",
    results = { cervical_spine = "no_imaging" } },
  { { ambulatory = true },          outcome = "clear",
    results = { cervical_spine = "no_imaging" } },
  { { delayed_onset_pain = true },  outcome = "clear",
    results = { cervical_spine = "no_imaging" } },
  { { midline_tenderness = false }, outcome = "clear",
    results = { cervical_spine = "no_imaging" } },
}

test "a rear-end collision with an exclusion is not simple" {
  given  = no_low_factor:with { simple_rear_end_mvc = true, rear_end_exclusion = true },
  expect = { outcome = "refer", urgency = "urgent", results = { cervical_spine = "imaging" } },
}

test "an exclusion does not take another factor of low risk away" {
  given  = no_low_factor:with {
    simple_rear_end_mvc = true, rear_end_exclusion = true, ambulatory = true,
  },
  expect = { outcome = "clear", results = { cervical_spine = "no_imaging" } },
}


-- Rotation ----------------------------------------------------------------------------------------

cases "rotation: the person must manage both sides" { given = low,
  { { rotate_left_45 = false },  outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { rotate_right_45 = false }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { rotate_left_45 = false, rotate_right_45 = false }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { rotate_left_45 = unanswerable }, outcome = "refer", urgency = "urgent", complete = true,
    results = { cervical_spine = absent } },
}


-- What is asked when ------------------------------------------------------------------------------

test "the factors first, the rotation not yet" {
  given  = in_scope,
  expect = {
    outcome = "ask", complete = false,
    asks = {
      "dangerous_mechanism", "paresthesias", "simple_rear_end_mvc", "sitting_in_ed", "ambulatory",
      "delayed_onset_pain", "midline_tenderness",
    },
  },
}

cases "rotation is asked only when it is safe to try" { given = in_scope,
  -- High risk is excluded and a factor of low risk is present.
  { { dangerous_mechanism = false, paresthesias = false, ambulatory = true },
    outcome = "ask", asks = { "rotate_left_45", "rotate_right_45" } },
  { { dangerous_mechanism = false, paresthesias = false, midline_tenderness = false },
    outcome = "ask", asks = { "rotate_left_45", "rotate_right_45" } },
  { { dangerous_mechanism = false, paresthesias = false, sitting_in_ed = true },
    outcome = "ask", asks = { "rotate_left_45", "rotate_right_45" } },
  { { dangerous_mechanism = false, paresthesias = false, delayed_onset_pain = true },
    outcome = "ask", asks = { "rotate_left_45", "rotate_right_45" } },
  -- A rear-end collision with an exclusion is no such factor: the others are asked first.
  { { dangerous_mechanism = false, paresthesias = false, simple_rear_end_mvc = true,
      rear_end_exclusion = true },
    outcome = "ask",
    asks = { "sitting_in_ed", "ambulatory", "delayed_onset_pain", "midline_tenderness" } },
  -- A factor of low risk, but high risk is not excluded yet.
  { { ambulatory = true }, outcome = "ask", asks = { "dangerous_mechanism", "paresthesias" } },
  -- High risk: settled.
  { { dangerous_mechanism = true }, outcome = "refer", urgency = "urgent", complete = true,
    asks = {},
    results = { cervical_spine = "imaging" } },
  { { age_years = 65 }, outcome = "refer", urgency = "urgent", complete = true, asks = {},
    results = { cervical_spine = "imaging" } },
}

test "without any factor of low risk, rotation is not asked" {
  given  = no_low_factor:with { rotate_left_45 = absent, rotate_right_45 = absent },
  expect = {
    outcome = "refer", urgency = "urgent", complete = true, asks = {},
    results = { cervical_spine = "imaging" },
  },
}

cases "whoever cannot say about a factor of high risk is not asked to rotate the neck" {
  given = low:with { rotate_left_45 = absent, rotate_right_45 = absent },
  { { dangerous_mechanism = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
  { { paresthesias = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
}

-- One side was tried all the same. The other must not be, and so the neck does not count as turning.
cases "a rotation that nobody should have tried excuses nobody" { given = low,
  { { dangerous_mechanism = unanswerable, rotate_left_45 = absent }, outcome = "refer",
    urgency = "urgent", complete = true, results = { cervical_spine = "imaging" } },
  { { paresthesias = unanswerable, rotate_right_45 = absent }, outcome = "refer",
    urgency = "urgent", complete = true, results = { cervical_spine = "imaging" } },
}

-- A factor that nobody can vouch for is no reason to let the person try.
cases "whoever cannot say about the only factor of low risk is not asked to rotate the neck" {
  given = no_low_factor:with { rotate_left_45 = absent, rotate_right_45 = absent },
  { { simple_rear_end_mvc = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
  { { simple_rear_end_mvc = true, rear_end_exclusion = unanswerable }, outcome = "refer",
    urgency = "urgent", complete = true, asks = {}, results = { cervical_spine = "imaging" } },
  { { sitting_in_ed = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
  { { ambulatory = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
  { { delayed_onset_pain = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
  { { midline_tenderness = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, asks = {}, results = { cervical_spine = "imaging" } },
}

cases "the exclusion is asked after a rear-end collision only" {
  given = in_scope:with {
    dangerous_mechanism = false,
    paresthesias        = false,
    sitting_in_ed       = false,
    ambulatory          = false,
    delayed_onset_pain  = false,
    midline_tenderness  = true,
  },
  { { simple_rear_end_mvc = true },  outcome = "ask", asks = { "rear_end_exclusion" } },
  { { simple_rear_end_mvc = false }, outcome = "refer", urgency = "urgent", asks = {},
    results = { cervical_spine = "imaging" } },
  { { simple_rear_end_mvc = true, rear_end_exclusion = false }, outcome = "ask",
    asks = { "rotate_left_45", "rotate_right_45" } },
  { { simple_rear_end_mvc = true, rear_end_exclusion = true }, outcome = "refer",
    urgency = "urgent",
    asks = {}, results = { cervical_spine = "imaging" } },
}


-- For every input ---------------------------------------------------------------------------------

always "nobody with high risk goes without imaging" {
  when  = any { age_years:at_least(65), dangerous_mechanism, paresthesias },
  never = { outcome = "clear" },
}

always "nobody who cannot rotate goes without imaging" {
  when  = any { ~rotate_left_45, ~rotate_right_45 },
  never = { outcome = "clear" },
}

always "nobody under 16 is judged by this rule" {
  when  = age_years:under(16),
  never = { outcome = "clear" },
}
