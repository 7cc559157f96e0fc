-- The other reference: the same screening as one plain Lua function, fed a table, for a caller who
-- needs no unknown answers explained, no MessagePack and no sandbox.

local function red_flag(id, because, source, urgency, to, see)
  return { id = id, kind = "red_flag", because = because, source = source, urgency = urgency,
    to = to, see = see, outcome = "refer" }
end

local function contraindication(id, because, source, urgency)
  return { id = id, kind = "contraindication", because = because, source = source,
    urgency = urgency, to = { "licensed healthcare provider" }, outcome = "stop" }
end

local function precondition(id, because, source, advice)
  return { id = id, kind = "precondition", because = because, source = source, advice = advice,
    outcome = "defer" }
end

local doctor = { "medical doctor" }
local nerves = { "why-nerve-signs-matter" }
local stiff = { "limits-of-self-care", "who-does-what" }

local osteoporosis = contraindication("osteoporosis",
  "With osteoporosis, pressure on the spine can break a bone.", "S16a", "routine")
local spinal_fusion = contraindication("spinal-fusion",
  "A spine that was joined in an operation must not be mobilized without a professional.",
  "S16b", "routine")
local recent_fracture = contraindication("recent-fracture",
  "A fracture in this area may not have healed yet.", "S16c", "urgent")
local recent_trauma = contraindication("recent-trauma",
  "After a recent injury, damage that nobody has seen yet must be ruled out first.", "S16d",
  "urgent")
local disc_problem = contraindication("disc-problem",
  "Bending and turning can make a disc problem worse.", "S17", "routine")
local limb_numbness = red_flag("limb-numbness",
  "Numbness in an arm or leg can mean that a nerve is pressed.", "S18", "immediate", doctor, nerves)
local limb_tingling = red_flag("limb-tingling",
  "Tingling in an arm or leg can mean that a nerve is pressed.", "S19", "immediate", doctor, nerves)
local limb_weakness = red_flag("limb-weakness",
  "Weakness of an arm or leg can mean that a nerve is pressed.", "S20", "immediate", doctor, nerves)
local severe_pain = red_flag("severe-pain", "Severe pain needs a medical examination.", "S42a",
  "immediate", doctor)
local radiating_pain = red_flag("radiating-pain",
  "Pain that radiates into an arm or leg needs a medical examination.", "S42b", "immediate", doctor,
  nerves)
local fever = red_flag("fever", "Back pain or stiffness with a fever needs a medical examination.",
  "S42c", "immediate", doctor)
local weight_loss = red_flag("weight-loss",
  "Weight loss without an explanation needs a medical examination.", "S42d", "immediate", doctor)
local persistent_pain = red_flag("persistent-pain",
  "Pain that lasts longer than a week needs a professional assessment.", "S39", "routine", {
    "licensed healthcare provider", "physical therapist for assessment and exercises",
    "chiropractor or osteopath for manipulation after an examination" }, { "who-does-what" })
local persistent_discomfort = red_flag("persistent-discomfort",
  "Discomfort that persists has a cause that these movements do not reach.", "S38b", "routine",
  { "professional" }, stiff)
local stiffness_returns = red_flag("stiffness-returns",
  "Stiffness that returns quickly has a cause that these movements do not reach.", "S38a",
  "routine", { "professional" }, stiff)
local upper_back_only = precondition("upper-back-only",
  "These movements are for the upper back; elsewhere they do not apply.", "S02, S22",
  "Do not use these movements on another part of the back.")
local relaxed = precondition("relaxed", "Tense muscles resist the movement.", "S13",
  "Wait until you are relaxed.")
local cooperative = precondition("cooperative",
  "The movements are for somebody who can follow the instructions and say stop.", "S13",
  "Wait until you can follow the instructions.")

local outcome_rank = { clear = 0, defer = 1, ask = 2, refer = 3, stop = 4 }
local urgency_rank = { routine = 1, urgent = 2, immediate = 3 }

return function(facts, digest, as_of)
  local reasons, referrals, advice, questions = {}, {}, {}, {}
  local outcome, urgency = "clear", nil

  local function fire(rule, certain)
    reasons[#reasons + 1] = { rule = rule.id, kind = rule.kind, because = rule.because,
      certain = certain, source = rule.source, see = rule.see }
    if outcome_rank[rule.outcome] > outcome_rank[outcome] then
      outcome = rule.outcome
    end
    if rule.urgency then
      referrals[#referrals + 1] = { to = rule.to, urgency = rule.urgency, because = rule.because,
        rule = rule.id, certain = certain }
      if urgency_rank[rule.urgency] > (urgency_rank[urgency] or 0) then
        urgency = rule.urgency
      end
    end
    if rule.advice then
      advice[#advice + 1] = { rule = rule.id, advice = rule.advice, because = rule.because }
    end
  end

  local function judge(rule, name, fires)
    if facts[name] == nil then
      questions[#questions + 1] = { fact = name, ["for"] = { rule.id } }
    elseif facts[name] == "unanswerable" then
      fire(rule, false)
    elseif fires then
      fire(rule, true)
    end
  end

  local f = facts
  local t_score, temperature = f.dxa_t_score, f.temperature_c
  judge(osteoporosis, "osteoporosis_status", f.osteoporosis_status == "osteoporosis"
    or f.osteoporosis_status == "severe_osteoporosis" or (t_score and t_score <= -2.5))
  judge(spinal_fusion, "spinal_fusion", f.spinal_fusion)
  if f.fracture_in_area then
    judge(recent_fracture, "fracture_weeks_ago", (f.fracture_weeks_ago or 0) <= 12)
  end
  if f.trauma_in_area then
    judge(recent_trauma, "trauma_weeks_ago", (f.trauma_weeks_ago or 0) <= 12)
  end
  judge(disc_problem, "known_disc_problem", f.known_disc_problem)
  judge(limb_numbness, "limb_numbness", f.limb_numbness)
  judge(limb_tingling, "limb_tingling", f.limb_tingling)
  judge(limb_weakness, "limb_weakness", f.limb_weakness)
  judge(severe_pain, "pain_worst_nrs", (f.pain_worst_nrs or 0) >= 7)
  if f.pain_worst_nrs and f.pain_worst_nrs > 0 then
    judge(radiating_pain, "pain_radiates_limb", f.pain_radiates_limb)
    judge(persistent_pain, "pain_duration_days", (f.pain_duration_days or 0) > 7)
  end
  judge(fever, "fever", f.fever or (temperature and temperature >= 38))
  local lost = false
  if f.weight_prior_kg and f.weight_now_kg and f.weight_prior_months_ago then
    local percent = (f.weight_prior_kg - f.weight_now_kg) / f.weight_prior_kg * 100
    lost = percent >= 5 - 1e-7 and f.weight_prior_months_ago <= 12
  end
  judge(weight_loss, "unexplained_weight_loss",
    f.unexplained_weight_loss or (lost and not f.weight_loss_intended))
  judge(persistent_discomfort, "persistent_discomfort", f.persistent_discomfort)
  if f.prior_sessions and f.prior_sessions > 0 then
    judge(stiffness_returns, "stiffness_returned_quickly", f.stiffness_returned_quickly)
  end
  judge(upper_back_only, "region", f.region ~= "upper_back")
  judge(relaxed, "relaxed", not f.relaxed)
  judge(cooperative, "cooperative", not f.cooperative)

  local complete = #questions == 0
  if not complete and outcome_rank[outcome] < outcome_rank.ask then
    outcome = "ask"
  end
  local cleared = outcome == "clear" and complete
  local towel = cleared and "yes" or "no"
  local seated = cleared and f.partner_available and "yes" or "no"

  return {
    protocol = { id = "thoracic-mobilization", version = "1.0.0", digest = digest },
    as_of = as_of,
    outcome = outcome,
    urgency = urgency,
    complete = complete,
    reasons = reasons,
    open = {},
    questions = questions,
    referrals = referrals,
    advice = advice,
    results = {},
    scores = {},
    techniques = {
      { id = "towel-roller", title = "Arching over a rolled towel", available = towel, needs = {} },
      { id = "seated-partner", title = "Turning with a partner, seated", available = seated,
        needs = {} },
    },
    faults = {},
    failures = {},
  }
end
