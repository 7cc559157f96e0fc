-- Low-force mobilization of the upper back, done at home.
--
-- Source: a lay article on relieving upper-back stiffness safely. Each of its statements has a
-- number, S01 to S42; every rule and every step names the statement that it rests on.
--
-- No clinician has reviewed this protocol. Where the article is vague, the more careful reading was
-- taken. These are the readings, with their grounds, so that a clinician can find and change them:
--
--   A1   "Severe" pain is a worst pain of 7 or more out of 10
--        (Palos 2006; Canadian Physiotherapy Association).
--   A2   "Longer than a week or two" is more than 7 days.
--   A3   Any diagnosed osteoporosis counts, and any T-score of -2.5 or lower (WHO).
--        Osteopenia does not count.
--   A4   "Recent" is up to and including 12 weeks ago
--        (Royal Osteoporosis Society: vertebral fractures heal in 6 to 12 weeks).
--   A6   Signs from the nerves of a limb never rank below pain that radiates into a limb.
--   A7   Fever is fever that is reported, or a temperature of 38.0 degrees Celsius or more. Either
--        is enough, and a normal reading does not answer the question whether there is fever.
--   A8   Weight loss is a loss that the person reports as unexplained, or 5 % or more within
--        12 months (BMJ Best Practice), unless it was intended. Where nobody knows whether it was
--        intended, it counts.
--   A9   "Returned quickly" is by the next day.
--   A10  Outside the upper back this protocol does not apply.
--   A11  Going past what is comfortable, too fast or with too much pressure ends the session.
--   A12  An arch is held for 3 to 5 seconds (Royal Osteoporosis Society); the towel moves 2.5 cm.
--   A13  "Acute pain or resistance" is any new or sharper pain, guarding, or a request to stop,
--        whoever of the two notices it.
--
-- NOT APPLIED, for a clinician to decide. The article does not mention these, and so no rule here
-- asks about them:
--
--   * Pages derived from NHS advice treat pain between the shoulder blades itself as a reason for
--     urgent advice. This protocol does not.
--   * A history of cancer
--   * Pain at night
--   * Steroids
--   * A suppressed immune system
--   * A change of bladder or bowel control
--   * Chest pain
--   * Medicines against clotting (anticoagulants)
--   * Pregnancy
--   * Limits of age

protocol "thoracic-mobilization" {
  format   = 1,
  version  = "1.0.0",
  title    = "Low-force mobilization of a stiff upper back",
  language = "en",
  sources  = {
    { title = "A lay article on relieving upper-back stiffness safely (statements S01 to S42)" },
    { title = "Palos et al. 2006; Canadian Physiotherapy Association: severe is 7 of 10 (A1)" },
    { title = "World Health Organization: osteoporosis is a T-score of -2.5 or lower (A3)" },
    { title = "Royal Osteoporosis Society: healing of vertebral fractures; holds (A4, A12)" },
    { title = "BMJ Best Practice: unintentional weight loss, 5 % in 12 months (A8)" },
  },
  refer = { to = "licensed healthcare provider", urgency = "routine" },
}

groups {
  { "area",      "Where" },
  { "nerves",    "Arms and legs" },
  { "pain",      "Pain" },
  { "general",   "General health" },
  { "bones",     "Bones, discs and injuries" },
  { "stiffness", "The stiffness" },
  { "today",     "Today" },
  { "moving",    "While moving" },
}


----------------------------------------------------------------------------------------------------
-- FACTS
----------------------------------------------------------------------------------------------------

-- Which part of the back.

local region = choice "region" {
  ask     = "Which part of your back feels stiff?",
  options = { "upper_back", "neck", "lower_back", "other" },
  labels  = {
    upper_back = "Upper back",
    neck       = "Neck",
    lower_back = "Lower back",
    other      = "Somewhere else",
  },
  group   = "area",
}

-- Signs from the nerves of the arms and legs.

local limb_numbness = yes_no "limb_numbness" {
  ask   = "Is any part of an arm or leg numb?",
  group = "nerves",
}

local limb_tingling = yes_no "limb_tingling" {
  ask   = "Do you feel tingling or pins and needles in an arm or leg?",
  group = "nerves",
}

local limb_weakness = yes_no "limb_weakness" {
  ask   = "Is an arm or leg weaker than usual?",
  group = "nerves",
}

-- Pain. Somebody whose worst pain is 0 is not asked how long it lasts or where it goes.

local pain_worst_nrs = number "pain_worst_nrs" {
  ask   = "How bad was the pain at its worst in the last 7 days, from 0 to 10?",
  help  = "0 is no pain, 10 is the worst pain that you can imagine.",
  min   = 0,
  max   = 10,
  whole = true,
  group = "pain",
}

local in_pain = pain_worst_nrs:over(0)

local pain_radiates_limb = yes_no "pain_radiates_limb" {
  ask       = "Does the pain radiate into an arm or leg?",
  only_if   = in_pain,
  otherwise = false,
  group     = "pain",
}

local pain_duration_days = number "pain_duration_days" {
  ask       = "For how many days have you had the pain?",
  min       = 0,
  max       = 36500,
  unit      = "d",
  only_if   = in_pain,
  otherwise = none,
  group     = "pain",
}

-- Fever. A thermometer reading is used where there is one; nobody is asked for it.

local fever = yes_no "fever" {
  ask   = "Do you have a fever?",
  group = "general",
}

local temperature_c = number "temperature_c" {
  ask      = "Your temperature, if you measured it",
  min      = 30,
  max      = 45,
  unit     = "Cel",
  optional = true,
  group    = "general",
}

-- Weight. The loss is worked out where both weights are known and when the earlier one was taken;
-- only then, and only if it is 5 % or more within 12 months, the person is asked about intention.

local unexplained_weight_loss = yes_no "unexplained_weight_loss" {
  ask   = "Have you lost weight without an explanation?",
  group = "general",
}

local weight_prior_kg = number "weight_prior_kg" {
  ask      = "An earlier body weight, if you know one",
  min      = 20,
  max      = 400,
  unit     = "kg",
  optional = true,
  group    = "general",
}

local weight_now_kg = number "weight_now_kg" {
  ask      = "Your body weight now, if you know it",
  min      = 20,
  max      = 400,
  unit     = "kg",
  optional = true,
  group    = "general",
}

local weight_prior_months_ago = number "weight_prior_months_ago" {
  ask      = "How many months ago did you have the earlier weight?",
  min      = 0,
  max      = 120,
  unit     = "mo",
  optional = true,
  group    = "general",
}

local weight_loss_percent = derive "weight_loss_percent" {
  (weight_prior_kg - weight_now_kg) / weight_prior_kg * 100,
  unit = "%",
}

local lost_much_weight = all {                                                                -- A8
  weight_loss_percent:at_least(5),
  weight_prior_months_ago:at_most(12),
}

local weight_loss_intended = yes_no "weight_loss_intended" {
  ask       = "Did you mean to lose this weight?",
  ask_if    = lost_much_weight,
  otherwise = false,
  group     = "general",
}

-- Bones and discs.

local osteoporosis_status = choice "osteoporosis_status" {
  ask     = "Have you been told that your bones are thin?",
  options = { "none_known", "osteopenia", "osteoporosis", "severe_osteoporosis" },
  labels  = {
    none_known          = "Never told so",
    osteopenia          = "Osteopenia",
    osteoporosis        = "Osteoporosis",
    severe_osteoporosis = "Severe osteoporosis",
  },
  group   = "bones",
}

local dxa_t_score = number "dxa_t_score" {
  ask      = "The T-score of a bone density scan, if you know it",
  min      = -10,
  max      = 10,
  optional = true,
  group    = "bones",
}

local spinal_fusion = yes_no "spinal_fusion" {
  ask   = "Have bones of your spine been joined in an operation (spinal fusion)?",
  help  = "Answer no if you were never told so. If you are not sure, say that you cannot say.",
  group = "bones",
}

local known_disc_problem = yes_no "known_disc_problem" {
  ask   = "Do you have a known problem with a disc of the spine?",
  help  = "Answer no if you were never told so. If you are not sure, say that you cannot say.",
  group = "bones",
}

-- Injuries. The weeks are asked only of those who had one.

local fracture_in_area = yes_no "fracture_in_area" {
  ask   = "Have you ever had a fracture in this area?",
  group = "bones",
}

local fracture_weeks_ago = number "fracture_weeks_ago" {
  ask       = "How many weeks ago was the fracture?",
  min       = 0,
  max       = 5200,
  unit      = "wk",
  only_if   = fracture_in_area,
  otherwise = none,
  group     = "bones",
}

local trauma_in_area = yes_no "trauma_in_area" {
  ask   = "Have you ever had an injury to this area, such as a fall or an accident?",
  group = "bones",
}

local trauma_weeks_ago = number "trauma_weeks_ago" {
  ask       = "How many weeks ago was the injury?",
  min       = 0,
  max       = 5200,
  unit      = "wk",
  only_if   = trauma_in_area,
  otherwise = none,
  group     = "bones",
}

-- The stiffness itself, and what became of it after earlier sessions.

local persistent_discomfort = yes_no "persistent_discomfort" {
  ask   = "Does the discomfort persist?",
  group = "stiffness",
}

local prior_sessions = number "prior_sessions" {
  ask   = "How many times have you done these movements before?",
  min   = 0,
  max   = 1000,
  whole = true,
  group = "stiffness",
}

local stiffness_returned_quickly = yes_no "stiffness_returned_quickly" {                      -- A9
  ask       = "After the last time, was the stiffness back by the next day?",
  only_if   = prior_sessions:over(0),
  otherwise = false,
  group     = "stiffness",
}

-- Today. Being relaxed and working together are asked at the start and again at every turn.

local relaxed = yes_no "relaxed" {
  ask   = "Are you relaxed?",
  live  = true,
  group = "today",
}

local cooperative = yes_no "cooperative" {
  ask   = "Are you willing and able to follow the instructions?",
  live  = true,
  group = "today",
}

local partner_available = yes_no "partner_available" {
  ask   = "Is somebody with you who can help?",
  group = "today",
}

-- While moving. These are reported at every turn, or at the turns that limit them.

local acute_pain_now = yes_no "acute_pain_now" {                                              -- A13
  ask   = "Is there any new or sharper pain now?",
  live  = true,
  group = "moving",
}

local resistance_now = yes_no "resistance_now" {                                              -- A13
  ask   = "Is the body guarding or resisting, or has either of you asked to stop?",
  live  = true,
  group = "moving",
}

local within_comfort = yes_no "within_comfort" {
  ask   = "Is the movement still comfortable?",
  live  = true,
  group = "moving",
}

local movement_speed = choice "movement_speed" {
  ask     = "How fast is the movement?",
  options = { "slow", "quick" },
  labels  = { slow = "Slow", quick = "Quick" },
  live    = true,
  group   = "moving",
}

local pressure = choice "pressure" {
  ask     = "How much pressure does the partner give?",
  options = { "none", "extremely_light", "more" },
  labels  = { none = "None", extremely_light = "Extremely light", more = "More than that" },
  live    = true,
  group   = "moving",
}

local enough = yes_no "enough" {
  ask   = "Have you had enough?",
  live  = true,
  group = "moving",
}


----------------------------------------------------------------------------------------------------
-- RULES: who must not do this
----------------------------------------------------------------------------------------------------

-- Thin bones: diagnosed, or measured (A3).
contraindication "osteoporosis" {
  when = any {
    osteoporosis_status:one_of { "osteoporosis", "severe_osteoporosis" },
    dxa_t_score:at_most(-2.5),
  },
  because = "With osteoporosis, pressure on the spine can break a bone.",
  source  = "S16a",
}

-- A fused spine.
contraindication "spinal-fusion" {
  when    = spinal_fusion,
  because = "A spine that was joined in an operation must not be mobilized without a professional.",
  source  = "S16b",
}

-- A fracture up to and including 12 weeks ago (A4). Where there never was one, there are no weeks,
-- and the rule does not fire.
contraindication "recent-fracture" {
  when    = fracture_weeks_ago:at_most(12),
  because = "A fracture in this area may not have healed yet.",
  refer   = { to = "licensed healthcare provider", urgency = "urgent" },
  source  = "S16c",
}

-- An injury up to and including 12 weeks ago (A4).
contraindication "recent-trauma" {
  when    = trauma_weeks_ago:at_most(12),
  because = "After a recent injury, damage that nobody has seen yet must be ruled out first.",
  refer   = { to = "licensed healthcare provider", urgency = "urgent" },
  source  = "S16d",
}

-- A known problem with a disc.
contraindication "disc-problem" {
  when    = known_disc_problem,
  because = "Bending and turning can make a disc problem worse.",
  source  = "S17",
}


----------------------------------------------------------------------------------------------------
-- RULES: who must see a professional first
----------------------------------------------------------------------------------------------------

-- Signs from the nerves (A6).
red_flag "limb-numbness" {
  when    = limb_numbness,
  because = "Numbness in an arm or leg can mean that a nerve is pressed.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  see     = { "why-nerve-signs-matter" },
  source  = "S18",
}

red_flag "limb-tingling" {
  when    = limb_tingling,
  because = "Tingling in an arm or leg can mean that a nerve is pressed.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  see     = { "why-nerve-signs-matter" },
  source  = "S19",
}

red_flag "limb-weakness" {
  when    = limb_weakness,
  because = "Weakness of an arm or leg can mean that a nerve is pressed.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  see     = { "why-nerve-signs-matter" },
  source  = "S20",
}

-- Severe pain (A1).
red_flag "severe-pain" {
  when    = pain_worst_nrs:at_least(7),
  because = "Severe pain needs a medical examination.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  source  = "S42a",
}

-- Pain that goes into an arm or leg.
red_flag "radiating-pain" {
  when    = pain_radiates_limb,
  because = "Pain that radiates into an arm or leg needs a medical examination.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  see     = { "why-nerve-signs-matter" },
  source  = "S42b",
}

-- Fever, reported or measured (A7).
red_flag "fever" {
  when    = any { fever, temperature_c:at_least(38.0) },
  because = "Back pain or stiffness with a fever needs a medical examination.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  source  = "S42c",
}

-- Weight loss, reported or worked out (A8). Not knowing whether it was intended counts against.
red_flag "weight-loss" {
  when    = any { unexplained_weight_loss, all { lost_much_weight, ~weight_loss_intended } },
  because = "Weight loss without an explanation needs a medical examination.",
  refer   = { to = "medical doctor", urgency = "immediate" },
  source  = "S42d",
}

-- Pain for more than 7 days (A2). Where there is no pain, there are no days, and the rule does not
-- fire.
red_flag "persistent-pain" {
  when    = pain_duration_days:over(7),
  because = "Pain that lasts longer than a week needs a professional assessment.",
  refer   = {
    to = {
      "licensed healthcare provider",
      "physical therapist for assessment and exercises",
      "chiropractor or osteopath for manipulation after an examination",
    },
    urgency = "routine",
  },
  see     = { "who-does-what" },
  source  = "S39",
}

-- Discomfort that stays.
red_flag "persistent-discomfort" {
  when    = persistent_discomfort,
  because = "Discomfort that persists has a cause that these movements do not reach.",
  refer   = { to = "professional", urgency = "routine" },
  see     = { "limits-of-self-care", "who-does-what" },
  source  = "S38b",
}

-- Stiffness that was back by the next day (A9).
red_flag "stiffness-returns" {
  when    = stiffness_returned_quickly,
  because = "Stiffness that returns quickly has a cause that these movements do not reach.",
  refer   = { to = "professional", urgency = "routine" },
  see     = { "limits-of-self-care", "who-does-what" },
  source  = "S38a",
}


----------------------------------------------------------------------------------------------------
-- RULES: not now, or not this way
----------------------------------------------------------------------------------------------------

-- The movements are for the upper back only (A10).
precondition "upper-back-only" {
  require = region:is "upper_back",
  because = "These movements are for the upper back; elsewhere they do not apply.",
  advice  = "Do not use these movements on another part of the back.",
  source  = "S02, S22",
}

-- Relaxed and working together, from the start to the end.
precondition "relaxed" {
  require    = relaxed,
  because    = "Tense muscles resist the movement.",
  advice     = "Wait until you are relaxed.",
  throughout = true,
  source     = "S13",
}

precondition "cooperative" {
  require    = cooperative,
  because    = "The movements are for somebody who can follow the instructions and say stop.",
  advice     = "Wait until you can follow the instructions.",
  throughout = true,
  source     = "S13",
}

-- The seated technique needs a second person. This bars that technique only.
precondition "partner-needed" {
  require = partner_available,
  during  = { "seated-partner" },
  because = "The seated technique is done by two.",
  advice  = "Use the towel, or wait until somebody can help.",
  source  = "S30-S35",
}


----------------------------------------------------------------------------------------------------
-- HALTS: what ends a session at once
----------------------------------------------------------------------------------------------------

-- New or sharper pain (A13).
halt "acute-pain" {
  when    = acute_pain_now,
  because = "New or sharper pain is a reason to stop.",
  advice  = "Stop now. Come back to a comfortable position and rest.",
  source  = "S14",
}

-- Guarding, resistance, or a request to stop (A13).
halt "resistance" {
  when    = resistance_now,
  because = "The body resists, or one of you wants to stop.",
  advice  = "Stop now. Do not push against the resistance.",
  source  = "S14",
}

-- Past what is comfortable (A11).
halt "beyond-comfort" {
  when    = ~within_comfort,
  because = "The movement went further than is comfortable.",
  advice  = "Stop now. Come back slowly to where it is comfortable.",
  source  = "S21, S29, S34, S35",
}

-- Too quick (A11). Watched in the steps that move the back.
halt "too-quick" {
  when    = movement_speed:is "quick",
  during  = {
    "towel-roller/arch",
    "seated-partner/turn-one-way",
    "seated-partner/press-one-way",
    "seated-partner/turn-other-way",
    "seated-partner/press-other-way",
  },
  because = "The movement must be slow.",
  advice  = "Stop now. Quick movements are not part of this.",
  source  = "S29, S34, S35",
}

-- Too much pressure (A11). Watched in the steps in which the partner presses.
halt "too-much-pressure" {
  when    = pressure:is "more",
  during  = { "seated-partner/press-one-way", "seated-partner/press-other-way" },
  because = "The pressure must be extremely light.",
  advice  = "Stop now. Let go of the shoulder.",
  source  = "S34, S35",
}


----------------------------------------------------------------------------------------------------
-- TECHNIQUES
----------------------------------------------------------------------------------------------------

-- What is said at the end of both (S36 to S41).
local after_moving =
  "Relief is temporary. These movements do not change muscle imbalance, posture or the structure "
  .. "of the spine. See a professional if the stiffness returns quickly or discomfort persists."

-- Over a rolled towel, lying on the floor (S23 to S29). The article gives no count of rounds: four
-- at the most, fewer if the person has had enough.
technique "towel-roller" {
  title  = "Arching over a rolled towel",
  needs  = { "a tightly rolled towel or a small foam roller", "room to lie on the floor" },
  idle   = minutes(15),
  source = "S23-S29",

  step "lie-down" {
    "Lie on your back on the floor, with your knees bent and your feet flat.",
    source = "S23-S29",
  },
  step "place-towel" {
    "Let the towel lie across your spine, just below the shoulder blades.",
    caution = "Never put the towel under your neck.",
    source  = "S23-S29",
  },
  step "support-head" {
    "Interlace your fingers behind your head to carry your neck, and tuck your chin in slightly.",
    source = "S23-S29",
  },

  loop "segments" {
    at_most     = 4,
    finish_when = enough,

    -- Held for 3 to 5 seconds (A12): the shorter time is counted, the longer is allowed.
    step "arch" {
      "Arch your upper back gently backward over the towel. Hold for 3 seconds, 5 at the most.",
      hold    = seconds(3),
      caution = "Slowly, under control, only as far as is comfortable. A pop is not the goal.",
      source  = "S22, S23-S29",
    },
    step "sit-up" {
      "Sit up slightly.",
      source = "S23-S29",
    },
    step "move-towel" {
      "Move the towel up by about an inch (2.5 cm), and lean back onto it.",
      caution = "Never move it onto your neck.",
      source  = "S23-S29",
    },
  },

  after = after_moving,
}

-- Seated, with a partner (S30 to S35).
technique "seated-partner" {
  title  = "Turning with a partner, seated",
  needs  = { "a firm seat", "a partner" },
  idle   = minutes(15),
  source = "S30-S35",

  step "sit" {
    "Sit upright on a firm seat.",
    source = "S30-S35",
  },
  step "arms" {
    "Cross your arms over your chest, or put your hands behind your head.",
    source = "S30-S35",
  },
  step "partner-behind" {
    "Your partner stands behind you and lays both hands lightly on your shoulders or upper back.",
    source = "S30-S35",
  },
  step "turn-one-way" {
    "Turn gently to one side, as far as is comfortable.",
    caution = "Slowly. Do not turn quickly.",
    source  = "S30-S35",
  },
  step "press-one-way" {
    "Your partner presses the outside shoulder extremely lightly, for a very small gain. "
      .. "Breathe deeply and let it stretch slowly.",
    caution = "No quick turn, no more than extremely light pressure. A pop is not the goal.",
    source  = "S22, S30-S35",
  },
  step "turn-other-way" {
    "Come back slowly to the middle, and turn gently to the other side, as far as is comfortable.",
    caution = "Slowly. Do not turn quickly.",
    source  = "S30-S35",
  },
  step "press-other-way" {
    "Your partner presses the outside shoulder extremely lightly, for a very small gain. "
      .. "Breathe deeply and let it stretch slowly.",
    caution = "No quick turn, no more than extremely light pressure. A pop is not the goal.",
    source  = "S22, S30-S35",
  },

  after = after_moving,
}


----------------------------------------------------------------------------------------------------
-- EDUCATION
----------------------------------------------------------------------------------------------------

-- The article also says that the gases lubricate the joint. That is doubtful (the fluid does), and
-- so it is not repeated here.
education "what-the-pop-is" {
  title  = "What the pop is",
  text   = "The pop comes from a joint, not from bone. The facet joints of the spine are filled "
    .. "with a fluid in which gas is dissolved. When the joint surfaces part quickly, the pressure "
    .. "drops and a bubble forms (tribonucleation); this is called joint cavitation. The sound "
    .. "comes from the bubble, as it forms or as it collapses. A pop is not a goal.",
  source = "S05-S10, S22",
}

education "what-an-adjustment-does" {
  title  = "What an adjustment does",
  text   = "An adjustment gives a restricted segment of the spine its movement back for a time.",
  source = "S11",
}

education "why-nerve-signs-matter" {
  title  = "Why numbness, tingling and weakness matter",
  text   = "Numbness, tingling or weakness in an arm or leg can mean that a nerve is pressed or "
    .. "irritated. A medical doctor must look at that first, before anybody moves the back.",
  source = "S19",
}

education "why-stiff" {
  title  = "Why the upper back gets stiff",
  text   = "The upper back feels stiff when its joints move less than they could and the muscles "
    .. "around them are tense. The movements here are gentle, and meant for the upper back only.",
  source = "S01, S02",
}

education "limits-of-self-care" {
  title  = "What self-care can and cannot do",
  text   = "The relief is temporary. It does not reach what may lie behind the stiffness: muscle "
    .. "imbalance, posture, or the structure of the spine.",
  source = "S36, S37",
}

education "who-does-what" {
  title  = "Who does what",
  text   = "A physical therapist assesses how you move and gives you exercises. A chiropractor or "
    .. "an osteopath may manipulate the spine, after an examination.",
  source = "S04, S40, S41",
}
