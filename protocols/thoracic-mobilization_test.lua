-- Tests of thoracic-mobilization.lua: every rule on both sides of its boundary, every question that
-- depends on an earlier answer, what is not known, combinations, the techniques, and the sessions.

-- Somebody who may do the movements, alone or with a partner.
local well = facts {
  region                  = "upper_back",
  limb_numbness           = false,
  limb_tingling           = false,
  limb_weakness           = false,
  pain_worst_nrs          = 0,
  fever                   = false,
  unexplained_weight_loss = false,
  osteoporosis_status     = "none_known",
  spinal_fusion           = false,
  known_disc_problem      = false,
  fracture_in_area        = false,
  trauma_in_area          = false,
  persistent_discomfort   = false,
  prior_sessions          = 0,
  relaxed                 = true,
  cooperative             = true,
  partner_available       = true,
}

-- The same person with a little pain that started yesterday and stays where it is.
local sore = well:with {
  pain_worst_nrs     = 3,
  pain_radiates_limb = false,
  pain_duration_days = 1,
}

-- The same person who has lost exactly 5 % of 58 kg in exactly 12 months.
local lighter = well:with {
  weight_prior_kg         = 58,
  weight_now_kg           = 55.1,
  weight_prior_months_ago = 12,
}


----------------------------------------------------------------------------------------------------
-- Cleared
----------------------------------------------------------------------------------------------------

test "a well person is cleared for both techniques and asked nothing more" {
  given  = well,
  expect = {
    outcome    = "clear",
    urgency    = "none",
    complete   = true,
    rules      = {},
    asks       = {},
    referrals  = {},
    techniques = { ["towel-roller"] = "yes", ["seated-partner"] = "yes" },
  },
}

test "a little pain since yesterday does not stand in the way" {
  given  = sore,
  expect = { outcome = "clear", complete = true, rules = {}, asks = {} },
}


----------------------------------------------------------------------------------------------------
-- The questions, from the first
----------------------------------------------------------------------------------------------------

test "with nothing known, the most urgent is asked first, and nobody is cleared" {
  given  = facts {},
  expect = {
    outcome  = "ask",
    complete = false,
    rules    = {},
    asks     = {
      -- could send the person to a doctor at once
      "limb_numbness", "limb_tingling", "limb_weakness", "pain_worst_nrs", "fever",
      "unexplained_weight_loss",
      -- could be urgent
      "fracture_in_area", "trauma_in_area",
      -- could forbid the movements
      "osteoporosis_status", "spinal_fusion", "known_disc_problem",
      -- could need a professional
      "persistent_discomfort", "prior_sessions",
      -- could make it wait
      "region", "relaxed", "cooperative",
    },
    techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" },
  },
}

test "after a nerve sign only what could forbid the movements is still asked" {
  given  = facts { limb_numbness = true },
  expect = {
    outcome  = "refer",
    urgency  = "immediate",
    complete = false,
    rules    = { "limb-numbness" },
    asks     = {
      "fracture_in_area", "trauma_in_area", "osteoporosis_status", "spinal_fusion",
      "known_disc_problem",
    },
  },
}

test "after a nerve sign and a contraindication nothing is asked any more" {
  given  = facts { limb_numbness = true, spinal_fusion = true },
  expect = {
    outcome  = "stop",
    urgency  = "immediate",
    complete = true,
    rules    = { "limb-numbness", "spinal-fusion" },
    asks     = {},
  },
}

-- Each fact that must be known is asked where it alone is missing.
cases "one answer is missing" { given = well,
  { { region                  = absent }, outcome = "ask", complete = false, asks = { "region" } },
  { { limb_numbness           = absent }, outcome = "ask", complete = false,
    asks = { "limb_numbness" } },
  { { limb_tingling           = absent }, outcome = "ask", complete = false,
    asks = { "limb_tingling" } },
  { { limb_weakness           = absent }, outcome = "ask", complete = false,
    asks = { "limb_weakness" } },
  { { pain_worst_nrs          = absent }, outcome = "ask", complete = false,
    asks = { "pain_worst_nrs" } },
  { { fever                   = absent }, outcome = "ask", complete = false, asks = { "fever" } },
  { { unexplained_weight_loss = absent }, outcome = "ask", complete = false,
    asks = { "unexplained_weight_loss" } },
  { { osteoporosis_status     = absent }, outcome = "ask", complete = false,
    asks = { "osteoporosis_status" } },
  { { spinal_fusion           = absent }, outcome = "ask", complete = false,
    asks = { "spinal_fusion" } },
  { { known_disc_problem      = absent }, outcome = "ask", complete = false,
    asks = { "known_disc_problem" } },
  { { fracture_in_area        = absent }, outcome = "ask", complete = false,
    asks = { "fracture_in_area" } },
  { { trauma_in_area          = absent }, outcome = "ask", complete = false,
    asks = { "trauma_in_area" } },
  { { persistent_discomfort   = absent }, outcome = "ask", complete = false,
    asks = { "persistent_discomfort" } },
  { { prior_sessions          = absent }, outcome = "ask", complete = false,
    asks = { "prior_sessions" } },
  { { relaxed                 = absent }, outcome = "ask", complete = false, asks = { "relaxed" } },
  { { cooperative             = absent }, outcome = "ask", complete = false,
    asks = { "cooperative" } },
}

-- Nobody is cleared because they could not say: the rule counts, but not as certain.
cases "one answer that the person cannot give" { given = well,
  { { region = unanswerable },
    outcome = "defer", complete = true,
    rules = { "upper-back-only" }, uncertain = { "upper-back-only" } },
  { { limb_numbness = unanswerable },
    outcome = "refer", urgency = "immediate", complete = true,
    rules = { "limb-numbness" }, uncertain = { "limb-numbness" } },
  { { limb_tingling = unanswerable },
    outcome = "refer", urgency = "immediate", complete = true,
    rules = { "limb-tingling" }, uncertain = { "limb-tingling" } },
  { { limb_weakness = unanswerable },
    outcome = "refer", urgency = "immediate", complete = true,
    rules = { "limb-weakness" }, uncertain = { "limb-weakness" } },
  { { fever = unanswerable },
    outcome = "refer", urgency = "immediate", complete = true,
    rules = { "fever" }, uncertain = { "fever" } },
  { { unexplained_weight_loss = unanswerable },
    outcome = "refer", urgency = "immediate", complete = true,
    rules = { "weight-loss" }, uncertain = { "weight-loss" } },
  { { osteoporosis_status = unanswerable },
    outcome = "stop", urgency = "routine", complete = true,
    rules = { "osteoporosis" }, uncertain = { "osteoporosis" } },
  { { spinal_fusion = unanswerable },
    outcome = "stop", urgency = "routine", complete = true,
    rules = { "spinal-fusion" }, uncertain = { "spinal-fusion" } },
  { { known_disc_problem = unanswerable },
    outcome = "stop", urgency = "routine", complete = true,
    rules = { "disc-problem" }, uncertain = { "disc-problem" } },
  { { persistent_discomfort = unanswerable },
    outcome = "refer", urgency = "routine", complete = true,
    rules = { "persistent-discomfort" }, uncertain = { "persistent-discomfort" } },
  { { relaxed = unanswerable },
    outcome = "defer", complete = true,
    rules = { "relaxed" }, uncertain = { "relaxed" } },
  { { cooperative = unanswerable },
    outcome = "defer", complete = true,
    rules = { "cooperative" }, uncertain = { "cooperative" } },
}


----------------------------------------------------------------------------------------------------
-- Contraindications
----------------------------------------------------------------------------------------------------

cases "osteoporosis, diagnosed (A3)" { given = well,
  { { osteoporosis_status = "none_known" }, outcome = "clear", rules = {} },
  { { osteoporosis_status = "osteopenia" }, outcome = "clear", rules = {} },
  { { osteoporosis_status = "osteoporosis" },
    outcome = "stop", urgency = "routine", rules = { "osteoporosis" }, uncertain = {} },
  { { osteoporosis_status = "severe_osteoporosis" },
    outcome = "stop", urgency = "routine", rules = { "osteoporosis" }, uncertain = {} },
}

cases "osteoporosis, measured (A3)" { given = well,
  { { dxa_t_score = 0 },            outcome = "clear", rules = {} },
  { { dxa_t_score = -2.4 },         outcome = "clear", rules = {} },
  { { dxa_t_score = -2.5 },         outcome = "stop", urgency = "routine",
    rules = { "osteoporosis" } },
  { { dxa_t_score = -2.6 },         outcome = "stop", urgency = "routine",
    rules = { "osteoporosis" } },
  { { dxa_t_score = unanswerable }, outcome = "clear", rules = {} },
}

cases "the scan counts whatever the person was told" { given = well,
  { { osteoporosis_status = "osteopenia", dxa_t_score = -2.4 }, outcome = "clear", rules = {} },
  { { osteoporosis_status = "osteopenia", dxa_t_score = -2.5 }, outcome = "stop",
    rules = { "osteoporosis" }, uncertain = {} },
  { { osteoporosis_status = "osteoporosis", dxa_t_score = 1 }, outcome = "stop",
    rules = { "osteoporosis" }, uncertain = {} },
  { { osteoporosis_status = unanswerable, dxa_t_score = -2.5 }, outcome = "stop",
    rules = { "osteoporosis" }, uncertain = {} },
  -- A good reading does not answer the question for a diagnosis.
  { { osteoporosis_status = unanswerable, dxa_t_score = 1 }, outcome = "stop",
    rules = { "osteoporosis" }, uncertain = { "osteoporosis" } },
  { { osteoporosis_status = absent, dxa_t_score = 1 }, outcome = "ask",
    asks = { "osteoporosis_status" } },
}

cases "spinal fusion and disc problem" { given = well,
  { { spinal_fusion = true }, outcome = "stop", urgency = "routine",
    rules = { "spinal-fusion" }, uncertain = {}, complete = true },
  { { known_disc_problem = true }, outcome = "stop", urgency = "routine",
    rules = { "disc-problem" }, uncertain = {}, complete = true },
}

cases "a fracture is recent up to and including 12 weeks (A4)" {
  given = well:with { fracture_in_area = true },
  { { fracture_weeks_ago = 0 },    outcome = "stop", urgency = "urgent",
    rules = { "recent-fracture" } },
  { { fracture_weeks_ago = 11 },   outcome = "stop", urgency = "urgent",
    rules = { "recent-fracture" } },
  { { fracture_weeks_ago = 12 },   outcome = "stop", urgency = "urgent",
    rules = { "recent-fracture" },
    uncertain = {}, complete = true },
  { { fracture_weeks_ago = 12.5 }, outcome = "clear", rules = {} },
  { { fracture_weeks_ago = 13 },   outcome = "clear", rules = {}, complete = true },
  { { fracture_weeks_ago = 5200 }, outcome = "clear", rules = {} },
}

cases "an injury is recent up to and including 12 weeks (A4)" {
  given = well:with { trauma_in_area = true },
  { { trauma_weeks_ago = 0 },    outcome = "stop", urgency = "urgent",
    rules = { "recent-trauma" } },
  { { trauma_weeks_ago = 11 },   outcome = "stop", urgency = "urgent",
    rules = { "recent-trauma" } },
  { { trauma_weeks_ago = 12 },   outcome = "stop", urgency = "urgent", rules = { "recent-trauma" },
    uncertain = {}, complete = true },
  { { trauma_weeks_ago = 12.5 }, outcome = "clear", rules = {} },
  { { trauma_weeks_ago = 13 },   outcome = "clear", rules = {}, complete = true },
  { { trauma_weeks_ago = 5200 }, outcome = "clear", rules = {} },
}


----------------------------------------------------------------------------------------------------
-- Red flags
----------------------------------------------------------------------------------------------------

cases "each nerve sign alone goes to a doctor at once (A6)" { given = well,
  { { limb_numbness = true }, outcome = "refer", urgency = "immediate",
    rules = { "limb-numbness" }, uncertain = {}, complete = true },
  { { limb_tingling = true }, outcome = "refer", urgency = "immediate",
    rules = { "limb-tingling" }, uncertain = {}, complete = true },
  { { limb_weakness = true }, outcome = "refer", urgency = "immediate",
    rules = { "limb-weakness" }, uncertain = {}, complete = true },
}

cases "pain is severe from 7 of 10 (A1)" { given = sore,
  { { pain_worst_nrs = 1 },  outcome = "clear", rules = {} },
  { { pain_worst_nrs = 6 },  outcome = "clear", rules = {} },
  { { pain_worst_nrs = 7 },  outcome = "refer", urgency = "immediate", rules = { "severe-pain" },
    uncertain = {}, complete = true },
  { { pain_worst_nrs = 8 },  outcome = "refer", urgency = "immediate", rules = { "severe-pain" } },
  { { pain_worst_nrs = 10 }, outcome = "refer", urgency = "immediate", rules = { "severe-pain" } },
}

cases "pain that radiates" { given = sore,
  { { pain_radiates_limb = false }, outcome = "clear", rules = {} },
  { { pain_radiates_limb = true }, outcome = "refer", urgency = "immediate",
    rules = { "radiating-pain" }, uncertain = {}, complete = true },
  { { pain_radiates_limb = unanswerable }, outcome = "refer", urgency = "immediate",
    rules = { "radiating-pain" }, uncertain = { "radiating-pain" } },
}

cases "fever, reported or measured from 38.0 degrees (A7)" { given = well,
  { { fever = true }, outcome = "refer", urgency = "immediate", rules = { "fever" },
    uncertain = {} },
  { { temperature_c = 37.9 }, outcome = "clear", rules = {} },
  { { temperature_c = 38 }, outcome = "refer", urgency = "immediate", rules = { "fever" },
    uncertain = {} },
  { { temperature_c = 38.1 }, outcome = "refer", urgency = "immediate", rules = { "fever" } },
  { { fever = true, temperature_c = 36.5 }, outcome = "refer", urgency = "immediate",
    rules = { "fever" } },
  { { fever = true, temperature_c = 39 }, outcome = "refer", urgency = "immediate",
    rules = { "fever" } },
  -- A high reading is enough where the question is open; a normal one does not answer it.
  { { fever = absent, temperature_c = 38 }, outcome = "refer", urgency = "immediate",
    rules = { "fever" } },
  { { fever = unanswerable, temperature_c = 38 }, outcome = "refer", urgency = "immediate",
    rules = { "fever" }, uncertain = {} },
  { { fever = absent, temperature_c = 36.5 }, outcome = "ask", asks = { "fever" } },
  { { fever = unanswerable, temperature_c = 36.5 }, outcome = "refer", urgency = "immediate",
    rules = { "fever" }, uncertain = { "fever" } },
  { { temperature_c = unanswerable }, outcome = "clear", rules = {} },
}

cases "weight loss that is reported" { given = well,
  { { unexplained_weight_loss = true }, outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" }, uncertain = {}, complete = true },
  { { unexplained_weight_loss = true, weight_loss_intended = true }, outcome = "refer",
    urgency = "immediate", rules = { "weight-loss" } },
}

cases "weight loss that is worked out: 5 % and 12 months are in (A8)" {
  given = lighter:with { weight_loss_intended = false },
  { { },                                outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" },
    uncertain = {}, complete = true },
  { { weight_now_kg = 55 },             outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" } },
  { { weight_now_kg = 55.2 },           outcome = "clear", rules = {} },
  { { weight_now_kg = 58 },             outcome = "clear", rules = {} },
  { { weight_now_kg = 70 },             outcome = "clear", rules = {} },
  { { weight_prior_months_ago = 0 },    outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" } },
  { { weight_prior_months_ago = 12.5 }, outcome = "clear", rules = {} },
  { { weight_prior_months_ago = 13 },   outcome = "clear", rules = {} },
  { { weight_prior_kg = 100, weight_now_kg = 95 },   outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" } },
  { { weight_prior_kg = 100, weight_now_kg = 95.1 }, outcome = "clear", rules = {} },
  -- 4.96 % is not rounded up to 5 %.
  { { weight_prior_kg = 100, weight_now_kg = 95.04 }, outcome = "clear", rules = {} },
}

cases "a loss is worked out only where all three are known" { given = lighter,
  { { weight_prior_kg = absent },               outcome = "clear", rules = {}, asks = {} },
  { { weight_now_kg = absent },                 outcome = "clear", rules = {}, asks = {} },
  { { weight_prior_months_ago = absent },       outcome = "clear", rules = {}, asks = {} },
  { { weight_prior_kg = unanswerable },         outcome = "clear", rules = {}, asks = {} },
  { { weight_now_kg = unanswerable },           outcome = "clear", rules = {}, asks = {} },
  { { weight_prior_months_ago = unanswerable }, outcome = "clear", rules = {}, asks = {} },
}

cases "pain is persistent after more than 7 days (A2)" { given = sore,
  { { pain_duration_days = 0 },   outcome = "clear", rules = {} },
  { { pain_duration_days = 7 },   outcome = "clear", rules = {}, complete = true },
  { { pain_duration_days = 7.5 }, outcome = "refer", urgency = "routine",
    rules = { "persistent-pain" } },
  { { pain_duration_days = 8 },   outcome = "refer", urgency = "routine",
    rules = { "persistent-pain" },
    uncertain = {}, complete = true },
  { { pain_duration_days = 36500 }, outcome = "refer", urgency = "routine",
    rules = { "persistent-pain" } },
  { { pain_duration_days = unanswerable }, outcome = "refer", urgency = "routine",
    rules = { "persistent-pain" }, uncertain = { "persistent-pain" } },
}

test "discomfort that persists goes to a professional" {
  given  = well:with { persistent_discomfort = true },
  expect = {
    outcome = "refer", urgency = "routine", complete = true,
    rules = { "persistent-discomfort" }, uncertain = {},
  },
}

cases "stiffness that was back by the next day (A9)" { given = well:with { prior_sessions = 1 },
  { { stiffness_returned_quickly = false }, outcome = "clear", rules = {}, complete = true },
  { { stiffness_returned_quickly = true }, outcome = "refer", urgency = "routine",
    rules = { "stiffness-returns" }, uncertain = {}, complete = true },
  { { stiffness_returned_quickly = unanswerable }, outcome = "refer", urgency = "routine",
    rules = { "stiffness-returns" }, uncertain = { "stiffness-returns" } },
}


----------------------------------------------------------------------------------------------------
-- Preconditions
----------------------------------------------------------------------------------------------------

cases "only the upper back (A10)" { given = well,
  { { region = "upper_back" }, outcome = "clear", rules = {} },
  { { region = "neck" },       outcome = "defer", rules = { "upper-back-only" }, complete = true },
  { { region = "lower_back" }, outcome = "defer", rules = { "upper-back-only" }, complete = true },
  { { region = "other" },      outcome = "defer", rules = { "upper-back-only" }, complete = true },
}

cases "relaxed and cooperative" { given = well,
  { { relaxed = false },     outcome = "defer", rules = { "relaxed" },     complete = true,
    advice = { "relaxed" } },
  { { cooperative = false }, outcome = "defer", rules = { "cooperative" }, complete = true,
    advice = { "cooperative" } },
  { { relaxed = false, cooperative = false }, outcome = "defer",
    rules = { "relaxed", "cooperative" } },
}


----------------------------------------------------------------------------------------------------
-- Questions that depend on an earlier answer
----------------------------------------------------------------------------------------------------

cases "how long and where to is asked of those in pain" { given = well,
  { { pain_worst_nrs = 0 }, outcome = "clear", asks = {} },
  { { pain_worst_nrs = 1 }, outcome = "ask", complete = false,
    asks = { "pain_radiates_limb", "pain_duration_days" } },
  { { pain_worst_nrs = 6, pain_radiates_limb = false }, outcome = "ask", complete = false,
    asks = { "pain_duration_days" } },
  { { pain_worst_nrs = 6, pain_duration_days = 2 }, outcome = "ask", complete = false,
    asks = { "pain_radiates_limb" } },
  -- Persistent pain is established, and pain that radiates would be more urgent.
  { { pain_worst_nrs = 6, pain_duration_days = 9 }, outcome = "refer", urgency = "routine",
    complete = false, asks = { "pain_radiates_limb" } },
  -- Nothing could be more urgent than what is established.
  { { pain_worst_nrs = 7 }, outcome = "refer", urgency = "immediate", complete = true,
    rules = { "severe-pain" }, asks = {} },
  { { pain_worst_nrs = 6, pain_radiates_limb = true }, outcome = "refer", urgency = "immediate",
    complete = true, rules = { "radiating-pain" }, asks = {} },
  -- Whoever cannot rate the pain is treated as if it were severe.
  { { pain_worst_nrs = unanswerable }, outcome = "refer", urgency = "immediate",
    rules = { "severe-pain" }, uncertain = { "severe-pain" }, complete = true, asks = {} },
}

cases "no pain: nothing more about it is needed, and nothing else may be said" { given = well,
  { { pain_duration_days = none },         outcome = "clear", rules = {} },
  { { pain_duration_days = unanswerable }, outcome = "clear", rules = {} },
  { { pain_radiates_limb = false },        outcome = "clear", rules = {} },
  { { pain_radiates_limb = unanswerable }, outcome = "clear", rules = {} },
  -- Contradictions: no pain, and yet it lasts or radiates.
  { { pain_duration_days = 3 }, outcome = "invalid", rules = {},
    faults = { "pain_duration_days" } },
  { { pain_duration_days = 8 }, outcome = "invalid", urgency = "routine",
    rules = { "persistent-pain" },
    uncertain = { "persistent-pain" }, faults = { "pain_duration_days" } },
  { { pain_radiates_limb = true }, outcome = "invalid", urgency = "immediate",
    rules = { "radiating-pain" }, uncertain = { "radiating-pain" },
    faults = { "pain_radiates_limb" } },
}

test "somebody in pain cannot have had it for no time at all" {
  given  = sore:with { pain_duration_days = none },
  expect = { outcome = "invalid", faults = { "pain_duration_days" } },
}

cases "the weeks since a fracture are asked of those who had one" { given = well,
  { { fracture_in_area = false }, outcome = "clear", rules = {}, asks = {} },
  { { fracture_in_area = true }, outcome = "ask", complete = false,
    asks = { "fracture_weeks_ago" } },
  { { fracture_in_area = true, fracture_weeks_ago = unanswerable }, outcome = "stop",
    urgency = "urgent",
    rules = { "recent-fracture" }, uncertain = { "recent-fracture" }, complete = true },
  -- Whoever cannot say whether there was one is asked for the weeks all the same.
  { { fracture_in_area = unanswerable }, outcome = "ask", complete = false,
    asks = { "fracture_weeks_ago" } },
  { { fracture_in_area = unanswerable, fracture_weeks_ago = 12 }, outcome = "stop",
    urgency = "urgent",
    rules = { "recent-fracture" } },
  { { fracture_in_area = unanswerable, fracture_weeks_ago = unanswerable }, outcome = "stop",
    urgency = "urgent", rules = { "recent-fracture" }, uncertain = { "recent-fracture" } },
  -- No fracture, no weeks.
  { { fracture_in_area = false, fracture_weeks_ago = none },         outcome = "clear",
    rules = {} },
  { { fracture_in_area = false, fracture_weeks_ago = unanswerable }, outcome = "clear",
    rules = {} },
  { { fracture_in_area = false, fracture_weeks_ago = 13 }, outcome = "invalid", rules = {},
    faults = { "fracture_weeks_ago" } },
  { { fracture_in_area = false, fracture_weeks_ago = 12 }, outcome = "invalid", urgency = "urgent",
    rules = { "recent-fracture" }, uncertain = { "recent-fracture" },
    faults = { "fracture_weeks_ago" } },
  { { fracture_in_area = true, fracture_weeks_ago = none }, outcome = "invalid",
    faults = { "fracture_weeks_ago" } },
}

cases "the weeks since an injury are asked of those who had one" { given = well,
  { { trauma_in_area = false }, outcome = "clear", rules = {}, asks = {} },
  { { trauma_in_area = true }, outcome = "ask", complete = false, asks = { "trauma_weeks_ago" } },
  { { trauma_in_area = true, trauma_weeks_ago = unanswerable }, outcome = "stop",
    urgency = "urgent",
    rules = { "recent-trauma" }, uncertain = { "recent-trauma" }, complete = true },
  { { trauma_in_area = unanswerable }, outcome = "ask", complete = false,
    asks = { "trauma_weeks_ago" } },
  { { trauma_in_area = unanswerable, trauma_weeks_ago = 12 }, outcome = "stop", urgency = "urgent",
    rules = { "recent-trauma" } },
  { { trauma_in_area = unanswerable, trauma_weeks_ago = unanswerable }, outcome = "stop",
    urgency = "urgent", rules = { "recent-trauma" }, uncertain = { "recent-trauma" } },
  { { trauma_in_area = false, trauma_weeks_ago = none },         outcome = "clear", rules = {} },
  { { trauma_in_area = false, trauma_weeks_ago = unanswerable }, outcome = "clear", rules = {} },
  { { trauma_in_area = false, trauma_weeks_ago = 13 }, outcome = "invalid", rules = {},
    faults = { "trauma_weeks_ago" } },
  { { trauma_in_area = false, trauma_weeks_ago = 12 }, outcome = "invalid", urgency = "urgent",
    rules = { "recent-trauma" }, uncertain = { "recent-trauma" }, faults = { "trauma_weeks_ago" } },
  { { trauma_in_area = true, trauma_weeks_ago = none }, outcome = "invalid",
    faults = { "trauma_weeks_ago" } },
}

cases "whether it came back quickly is asked of those who have done it before" { given = well,
  { { prior_sessions = 0 }, outcome = "clear", asks = {} },
  { { prior_sessions = 1 }, outcome = "ask", complete = false,
    asks = { "stiffness_returned_quickly" } },
  { { prior_sessions = unanswerable }, outcome = "ask", complete = false,
    asks = { "stiffness_returned_quickly" } },
  { { prior_sessions = unanswerable, stiffness_returned_quickly = false }, outcome = "clear",
    rules = {} },
  { { prior_sessions = unanswerable, stiffness_returned_quickly = true }, outcome = "refer",
    urgency = "routine", rules = { "stiffness-returns" } },
  { { prior_sessions = unanswerable, stiffness_returned_quickly = unanswerable }, outcome = "refer",
    urgency = "routine", rules = { "stiffness-returns" }, uncertain = { "stiffness-returns" } },
  { { prior_sessions = 0, stiffness_returned_quickly = false },        outcome = "clear",
    rules = {} },
  { { prior_sessions = 0, stiffness_returned_quickly = unanswerable }, outcome = "clear",
    rules = {} },
  -- A contradiction: it came back after a session that there never was.
  { { prior_sessions = 0, stiffness_returned_quickly = true }, outcome = "invalid",
    urgency = "routine",
    rules = { "stiffness-returns" }, uncertain = { "stiffness-returns" },
    faults = { "stiffness_returned_quickly" } },
}

cases "intention is asked only after a loss that counts" { given = lighter,
  { { }, outcome = "ask", complete = false, rules = {}, asks = { "weight_loss_intended" } },
  { { weight_loss_intended = true }, outcome = "clear", rules = {}, complete = true },
  { { weight_loss_intended = false }, outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" }, uncertain = {} },
  -- Not knowing counts against.
  { { weight_loss_intended = unanswerable }, outcome = "refer", urgency = "immediate",
    rules = { "weight-loss" }, uncertain = { "weight-loss" } },
  -- Where the loss does not count, intention is not asked, and saying it is no contradiction.
  { { weight_now_kg = 55.2 }, outcome = "clear", rules = {}, asks = {} },
  { { weight_now_kg = 55.2, weight_loss_intended = true }, outcome = "clear", rules = {},
    faults = {} },
  { { weight_prior_months_ago = 13, weight_loss_intended = false }, outcome = "clear", rules = {},
    faults = {} },
}


----------------------------------------------------------------------------------------------------
-- Who is to see the person
----------------------------------------------------------------------------------------------------

cases "each rule refers to whom the article names" { given = sore,
  { { spinal_fusion = true },         referrals = { "licensed healthcare provider" } },
  { { osteoporosis_status = "osteoporosis" }, referrals = { "licensed healthcare provider" } },
  { { limb_numbness = true },         referrals = { "medical doctor" } },
  { { fever = true },                 referrals = { "medical doctor" } },
  { { persistent_discomfort = true }, referrals = { "professional" } },
  { { pain_duration_days = 8 },
    referrals = {
      "licensed healthcare provider",
      "physical therapist for assessment and exercises",
      "chiropractor or osteopath for manipulation after an examination",
    } },
  -- Not now is nobody's to see.
  { { region = "neck" },  urgency = "none", referrals = {} },
  { { relaxed = false },  urgency = "none", referrals = {} },
}


----------------------------------------------------------------------------------------------------
-- Combinations
----------------------------------------------------------------------------------------------------

test "a contraindication and a red flag: stop, with the urgency of the red flag" {
  given  = well:with { known_disc_problem = true, fever = true },
  expect = {
    outcome = "stop", urgency = "immediate", complete = true,
    rules = { "disc-problem", "fever" },
  },
}

test "a routine and an urgent contraindication: urgent" {
  given = well:with {
    osteoporosis_status = "osteoporosis",
    fracture_in_area    = true,
    fracture_weeks_ago  = 6,
  },
  expect = { outcome = "stop", urgency = "urgent", rules = { "osteoporosis", "recent-fracture" } },
}

test "a routine and an immediate red flag: immediate" {
  given  = sore:with { pain_worst_nrs = 9, pain_duration_days = 30 },
  expect = {
    outcome = "refer", urgency = "immediate",
    rules = { "severe-pain", "persistent-pain" },
  },
}

test "an unmet precondition never hides a red flag" {
  given  = well:with { region = "neck", relaxed = false, limb_weakness = true },
  expect = {
    outcome = "refer", urgency = "immediate",
    rules = { "upper-back-only", "relaxed", "limb-weakness" },
  },
}

test "an unmet precondition does not end the questions about more serious things" {
  given  = well:with { region = "neck", fever = absent },
  expect = { outcome = "ask", complete = false, rules = { "upper-back-only" }, asks = { "fever" } },
}

test "a contraindication does not end the questions that could make it more urgent" {
  given  = well:with { spinal_fusion = true, fever = absent, persistent_discomfort = absent },
  expect = {
    outcome = "stop", urgency = "routine", complete = false,
    rules = { "spinal-fusion" }, asks = { "fever" },
  },
}

test "everything at once" {
  given = facts {
    region                     = "other",
    limb_numbness              = true,
    limb_tingling              = true,
    limb_weakness              = true,
    pain_worst_nrs             = 10,
    pain_radiates_limb         = true,
    pain_duration_days         = 400,
    fever                      = true,
    temperature_c              = 39.5,
    unexplained_weight_loss    = true,
    osteoporosis_status        = "severe_osteoporosis",
    dxa_t_score                = -4,
    spinal_fusion              = true,
    known_disc_problem         = true,
    fracture_in_area           = true,
    fracture_weeks_ago         = 1,
    trauma_in_area             = true,
    trauma_weeks_ago           = 1,
    persistent_discomfort      = true,
    prior_sessions             = 5,
    stiffness_returned_quickly = true,
    relaxed                    = false,
    cooperative                = false,
    partner_available          = false,
  },
  expect = {
    outcome  = "stop",
    urgency  = "immediate",
    complete = true,
    includes = {
      "upper-back-only", "osteoporosis", "spinal-fusion", "recent-fracture", "recent-trauma",
      "disc-problem", "limb-numbness", "limb-tingling", "limb-weakness", "severe-pain",
      "radiating-pain", "fever", "weight-loss", "persistent-pain", "persistent-discomfort",
      "stiffness-returns", "relaxed", "cooperative",
    },
    techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" },
  },
}

cases "a mistake in the input never hides what is established" {
  given = well:with { limb_numbness = true },
  { { pain_worst_nrs = 11 }, outcome = "invalid", urgency = "immediate",
    includes = { "limb-numbness" }, faults = { "pain_worst_nrs" } },
  { { pain_worst_nrs = 3.5 }, outcome = "invalid", urgency = "immediate",
    includes = { "limb-numbness" }, faults = { "pain_worst_nrs" } },
  { { fever = "no" }, outcome = "invalid", urgency = "immediate",
    includes = { "limb-numbness" }, faults = { "fever" } },
  { { region = "upper back" }, outcome = "invalid", urgency = "immediate",
    includes = { "limb-numbness" }, faults = { "region" } },
}

cases "what changes while moving is not taken before the start" { given = well,
  { { acute_pain_now = false },     outcome = "invalid", faults = { "acute_pain_now" } },
  { { resistance_now = false },     outcome = "invalid", faults = { "resistance_now" } },
  { { within_comfort = true },      outcome = "invalid", faults = { "within_comfort" } },
  { { movement_speed = "slow" },    outcome = "invalid", faults = { "movement_speed" } },
  { { pressure = "none" },          outcome = "invalid", faults = { "pressure" } },
  { { enough = false },             outcome = "invalid", faults = { "enough" } },
}


----------------------------------------------------------------------------------------------------
-- Techniques
----------------------------------------------------------------------------------------------------

cases "the seated technique needs a partner, the towel does not" { given = well,
  { { partner_available = true }, outcome = "clear", rules = {},
    techniques = { ["towel-roller"] = "yes", ["seated-partner"] = "yes" } },
  { { partner_available = false }, outcome = "clear", complete = true, rules = { "partner-needed" },
    techniques = { ["towel-roller"] = "yes", ["seated-partner"] = "no" } },
  { { partner_available = absent }, outcome = "clear", complete = true,
    asks = { "partner_available" },
    techniques = { ["towel-roller"] = "yes", ["seated-partner"] = "ask" } },
  { { partner_available = unanswerable }, outcome = "clear", complete = true,
    techniques = { ["towel-roller"] = "yes", ["seated-partner"] = "no" } },
}

cases "who is not cleared has no technique" { given = well,
  { { fever = true },         techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" } },
  { { fever = absent },       techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" } },
  { { fever = unanswerable }, techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" } },
  { { relaxed = false },      techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" } },
  { { spinal_fusion = true }, techniques = { ["towel-roller"] = "no", ["seated-partner"] = "no" } },
}


----------------------------------------------------------------------------------------------------
-- For every input, not for examples
----------------------------------------------------------------------------------------------------

always "nobody with a nerve sign is cleared" {
  when  = any { limb_numbness, limb_tingling, limb_weakness },
  never = { outcome = "clear" },
}

always "a nerve sign is never less than immediate" {
  when  = any { limb_numbness, limb_tingling, limb_weakness },
  never = { urgency = "routine" },
}

always "nobody with severe pain is cleared" {
  when  = pain_worst_nrs:at_least(7),
  never = { outcome = "clear" },
}

always "nobody with pain that radiates is cleared" {
  when  = pain_radiates_limb,
  never = { outcome = "clear" },
}

always "nobody with a fever is cleared" {
  when  = any { fever, temperature_c:at_least(38) },
  never = { outcome = "clear" },
}

always "nobody who lost weight without an explanation is cleared" {
  when  = unexplained_weight_loss,
  never = { outcome = "clear" },
}

always "nobody with osteoporosis is cleared" {
  when  = osteoporosis_status:one_of { "osteoporosis", "severe_osteoporosis" },
  never = { outcome = "clear" },
}

always "nobody with a T-score of -2.5 or lower is cleared" {
  when  = dxa_t_score:at_most(-2.5),
  never = { outcome = "clear" },
}

always "nobody with a fused spine or a disc problem is cleared" {
  when  = any { spinal_fusion, known_disc_problem },
  never = { outcome = "clear" },
}

always "nobody with a recent fracture or injury is cleared" {
  when  = any { fracture_weeks_ago:at_most(12), trauma_weeks_ago:at_most(12) },
  never = { outcome = "clear" },
}

always "a recent fracture is never only referred" {
  when  = fracture_weeks_ago:at_most(12),
  never = { outcome = "refer" },
}

always "nobody in pain for more than a week is cleared" {
  when  = pain_duration_days:over(7),
  never = { outcome = "clear" },
}

always "nobody whose trouble persists or returns quickly is cleared" {
  when  = any { persistent_discomfort, stiffness_returned_quickly },
  never = { outcome = "clear" },
}

always "nobody is cleared for another part of the back" {
  when  = region:is_not "upper_back",
  never = { outcome = "clear" },
}

always "nobody who is tense or does not follow is cleared" {
  when  = any { ~relaxed, ~cooperative },
  never = { outcome = "clear" },
}


----------------------------------------------------------------------------------------------------
-- Sessions
----------------------------------------------------------------------------------------------------

-- What is reported at every turn while all goes well.
local all_well = {
  relaxed        = true,
  cooperative    = true,
  acute_pain_now = false,
  resistance_now = false,
  within_comfort = true,
  movement_speed = "slow",
  pressure       = "extremely_light",
  enough         = false,
}

walk "the towel, four rounds and no more" {
  technique = "towel-roller", given = well, usual = all_well,
  expect = {
    finished = true,
    steps = {
      "lie-down", "place-towel", "support-head",
      "arch#1", "sit-up#1", "move-towel#1",
      "arch#2", "sit-up#2", "move-towel#2",
      "arch#3", "sit-up#3", "move-towel#3",
      "arch#4", "sit-up#4", "move-towel#4",
    },
  },
}

walk "the towel, enough after the first round" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["move-towel#1"] = { enough = true } },
  expect = {
    finished = true,
    steps = { "lie-down", "place-towel", "support-head", "arch#1", "sit-up#1", "move-towel#1" },
  },
}

walk "the towel, whoever cannot say whether it is enough has had enough" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["move-towel#1"] = { enough = unanswerable } },
  expect = {
    finished = true,
    steps = { "lie-down", "place-towel", "support-head", "arch#1", "sit-up#1", "move-towel#1" },
  },
}

walk "the seated technique to its end" {
  technique = "seated-partner", given = well, usual = all_well,
  expect = {
    finished = true,
    steps = {
      "sit", "arms", "partner-behind", "turn-one-way", "press-one-way", "turn-other-way",
      "press-other-way",
    },
  },
}

walk "the towel, enough after the third round, and too late for the second" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["arch#3"] = { enough = true }, ["move-towel#3"] = { enough = true } },
  expect = {
    finished = true,
    steps = {
      "lie-down", "place-towel", "support-head",
      "arch#1", "sit-up#1", "move-towel#1",
      "arch#2", "sit-up#2", "move-towel#2",
      "arch#3", "sit-up#3", "move-towel#3",
    },
  },
}

walk "the towel, enough in the middle of a round is asked again at its end" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["arch#4"] = { enough = true } },
  expect = { finished = true },
}

-- Each halt at each step at which it is in force. These four, and the two preconditions that hold
-- throughout, are in force everywhere.

local everywhere = {
  { "acute-pain",     { acute_pain_now = true } },
  { "resistance",     { resistance_now = true } },
  { "beyond-comfort", { within_comfort = false } },
  { "relaxed",        { relaxed = false } },
  { "cooperative",    { cooperative = false } },
}

local steps_of = {
  ["towel-roller"] = {
    "lie-down", "place-towel", "support-head",
    "arch#1", "sit-up#1", "move-towel#1",
    "arch#4", "sit-up#4", "move-towel#4",
  },
  ["seated-partner"] = {
    "sit", "arms", "partner-behind",
    "turn-one-way", "press-one-way", "turn-other-way", "press-other-way",
  },
}

for technique, steps in pairs(steps_of) do
  for _, step in ipairs(steps) do
    for _, halting in ipairs(everywhere) do
      walk(halting[1] .. " halts at " .. step) {
        technique = technique, given = well, usual = all_well,
        report = { [step] = halting[2] },
        expect = { halted = { halting[1] }, uncertain = {}, at = step },
      }
    end
  end
end

local quick_steps = {
  ["towel-roller"]   = { "arch#1", "arch#2", "arch#3", "arch#4" },
  ["seated-partner"] = { "turn-one-way", "press-one-way", "turn-other-way", "press-other-way" },
}

for technique, steps in pairs(quick_steps) do
  for _, step in ipairs(steps) do
    walk("too quick halts at " .. step) {
      technique = technique, given = well, usual = all_well,
      report = { [step] = { movement_speed = "quick" } },
      expect = { halted = { "too-quick" }, uncertain = {}, at = step },
    }
    walk("speed that nobody can judge halts at " .. step) {
      technique = technique, given = well, usual = all_well,
      report = { [step] = { movement_speed = unanswerable } },
      expect = { halted = { "too-quick" }, uncertain = { "too-quick" }, at = step },
    }
    walk("no word about the speed keeps the step at " .. step) {
      technique = technique, given = well, usual = all_well,
      report = { [step] = { movement_speed = absent } },
      expect = { missing = { "movement_speed" }, halted = {}, at = step },
    }
  end
end

for _, step in ipairs { "press-one-way", "press-other-way" } do
  walk("too much pressure halts at " .. step) {
    technique = "seated-partner", given = well, usual = all_well,
    report = { [step] = { pressure = "more" } },
    expect = { halted = { "too-much-pressure" }, uncertain = {}, at = step },
  }
  walk("pressure that nobody can judge halts at " .. step) {
    technique = "seated-partner", given = well, usual = all_well,
    report = { [step] = { pressure = unanswerable } },
    expect = { halted = { "too-much-pressure" }, uncertain = { "too-much-pressure" }, at = step },
  }
  walk("no word about the pressure keeps the step at " .. step) {
    technique = "seated-partner", given = well, usual = all_well,
    report = { [step] = { pressure = absent } },
    expect = { missing = { "pressure" }, halted = {}, at = step },
  }
end

walk "no pressure at all is fine" {
  technique = "seated-partner", given = well, usual = all_well,
  report = { ["press-one-way"] = { pressure = "none" } },
  expect = { finished = true },
}

-- Speed and pressure are watched only where they matter.
walk "nothing about speed and pressure is needed in the other steps" {
  technique = "towel-roller", given = well,
  usual = {
    relaxed = true, cooperative = true,
    acute_pain_now = false, resistance_now = false, within_comfort = true, enough = true,
  },
  report = { ["arch"] = { movement_speed = "slow" } },
  expect = { finished = true },
}

-- But what is said of them is judged all the same.
walk "whoever moves quickly while lying down is halted" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["lie-down"] = { movement_speed = "quick" } },
  expect = { halted = { "too-quick" }, at = "lie-down" },
}

-- Facts that must be reported at every turn: not said keeps the step, not answerable halts.

local asked_everywhere = {
  { "acute_pain_now", "acute-pain" },
  { "resistance_now", "resistance" },
  { "within_comfort", "beyond-comfort" },
  { "relaxed",        "relaxed" },
  { "cooperative",    "cooperative" },
}

for _, asked in ipairs(asked_everywhere) do
  local fact, rule = asked[1], asked[2]
  walk("no word about " .. fact .. " keeps the step") {
    technique = "towel-roller", given = well, usual = all_well,
    report = { ["arch#2"] = { [fact] = absent } },
    expect = { missing = { fact }, halted = {}, finished = false, at = "arch#2" },
  }
  walk("whoever cannot tell " .. fact .. " is halted") {
    technique = "seated-partner", given = well, usual = all_well,
    report = { ["turn-one-way"] = { [fact] = unanswerable } },
    expect = { halted = { rule }, uncertain = { rule }, at = "turn-one-way" },
  }
end

walk "no word about having had enough keeps the step" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["sit-up#1"] = { enough = absent } },
  expect = { missing = { "enough" }, halted = {}, at = "sit-up#1" },
}

walk "nothing said at all: everything watched is missing" {
  technique = "towel-roller", given = well,
  expect = {
    at = "lie-down",
    missing = { "relaxed", "cooperative", "acute_pain_now", "resistance_now", "within_comfort" },
  },
}

-- What the screening knew may change on the way.

walk "a limb that starts to tingle halts" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["move-towel#1"] = { limb_tingling = true } },
  expect = { halted = { "limb-tingling" }, uncertain = {}, at = "move-towel" },
}

walk "a limb of which nobody can say whether it tingles halts" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["move-towel#1"] = { limb_tingling = unanswerable } },
  expect = { halted = { "limb-tingling" }, uncertain = { "limb-tingling" }, at = "move-towel" },
}

walk "a pain that begins on the way is asked about before anybody goes on" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["sit-up#1"] = { pain_worst_nrs = 2 } },
  expect = { missing = { "pain_radiates_limb", "pain_duration_days" }, at = "sit-up#1" },
}

walk "severe pain on the way halts, whatever is not known of it yet" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["sit-up#1"] = { pain_worst_nrs = 8 } },
  expect = { halted = { "severe-pain" }, at = "sit-up#1" },
}

walk "a partner who leaves halts the seated technique" {
  technique = "seated-partner", given = well, usual = all_well,
  report = { ["arms"] = { partner_available = false } },
  expect = { halted = { "partner-needed" }, at = "arms" },
}

walk "a partner who leaves does not halt the towel" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["lie-down"] = { partner_available = false } },
  expect = { finished = true },
}

walk "several things at once: the most urgent and all others are named" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["arch#1"] = { acute_pain_now = true, limb_numbness = true, relaxed = false } },
  expect = { halted = { "limb-numbness", "acute-pain", "relaxed" }, at = "arch#1" },
}

-- Answers that got lost, breaks, and being left alone. The technique allows 15 minutes.

walk "a lost answer: the same report again is answered the same, at any step" {
  technique = "towel-roller", given = well, usual = all_well,
  again  = { "lie-down", "support-head", "arch", "sit-up", "move-towel" },
  expect = {
    finished = true,
    steps = {
      "lie-down", "place-towel", "support-head",
      "arch#1", "sit-up#1", "move-towel#1",
      "arch#2", "sit-up#2", "move-towel#2",
      "arch#3", "sit-up#3", "move-towel#3",
      "arch#4", "sit-up#4", "move-towel#4",
    },
  },
}

walk "a lost answer to the report that halts" {
  technique = "seated-partner", given = well, usual = all_well,
  report = { ["press-one-way"] = { acute_pain_now = true } },
  again  = { "press-one-way" },
  expect = { halted = { "acute-pain" }, at = "press-one-way" },
}

walk "a break of a quarter of an hour is no end" {
  technique = "towel-roller", given = well, usual = all_well,
  wait   = { ["arch#1"] = minutes(15), ["sit-up#1"] = minutes(15), ["move-towel#4"] = minutes(15) },
  expect = { finished = true, expired = false },
}

walk "left alone for longer, the session has expired" {
  technique = "towel-roller", given = well, usual = all_well,
  wait   = { ["arch#2"] = minutes(15.1) },
  expect = { expired = true, halted = {}, at = "arch#2" },
}

walk "left alone for longer, seated" {
  technique = "seated-partner", given = well, usual = all_well,
  wait   = { ["sit"] = minutes(16) },
  expect = { expired = true, at = "sit" },
}

walk "pain that is reported too late is told all the same" {
  technique = "towel-roller", given = well, usual = all_well,
  report = { ["arch#2"] = { acute_pain_now = true } },
  wait   = { ["arch#2"] = hours(1) },
  expect = { halted = { "acute-pain" }, expired = false, at = "arch#2" },
}

-- Who is not cleared is not moved.

for _, technique in ipairs { "towel-roller", "seated-partner" } do
  walk("a fever: not cleared for " .. technique) {
    technique = technique, given = well:with { fever = true }, usual = all_well,
    expect = { not_cleared = true, steps = {} },
  }
  walk("tense from the start: not cleared for " .. technique) {
    technique = technique, given = well:with { relaxed = false }, usual = all_well,
    expect = { not_cleared = true, steps = {} },
  }
  walk("a question left: not cleared yet for " .. technique) {
    technique = technique, given = well:with { spinal_fusion = absent }, usual = all_well,
    expect = { not_cleared = true, missing = { "spinal_fusion" }, steps = {} },
  }
end

walk "no partner: not cleared for the seated technique" {
  technique = "seated-partner", given = well:with { partner_available = false }, usual = all_well,
  expect = { not_cleared = true, steps = {} },
}

walk "no partner: the towel all the same" {
  technique = "towel-roller", given = well:with { partner_available = false }, usual = all_well,
  expect = { finished = true },
}
