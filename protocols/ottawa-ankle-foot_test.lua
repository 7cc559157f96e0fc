-- Tests of ottawa-ankle-foot.lua, from the definition in Ann Emerg Med 1992;21:384.

-- Pain in both zones, nothing tender, and the person walked at once.
local walks = facts {
  malleolar_pain               = true,
  midfoot_pain                 = true,
  tender_lateral_malleolus     = false,
  tender_medial_malleolus      = false,
  tender_fifth_metatarsal_base = false,
  tender_navicular             = false,
  bore_weight_immediately      = true,
}

test "pain alone needs no X-ray" {
  given  = walks,
  expect = {
    outcome = "clear", complete = true, asks = {},
    results = { ankle = "no_xray", foot = "no_xray" },
  },
}

cases "each tender bone answers for its own zone" { given = walks,
  { { tender_lateral_malleolus = true }, outcome = "refer", urgency = "urgent",
    results = { ankle = "xray", foot = "no_xray" } },
  { { tender_medial_malleolus = true }, outcome = "refer", urgency = "urgent",
    results = { ankle = "xray", foot = "no_xray" } },
  { { tender_fifth_metatarsal_base = true }, outcome = "refer", urgency = "urgent",
    results = { ankle = "no_xray", foot = "xray" } },
  { { tender_navicular = true }, outcome = "refer", urgency = "urgent",
    results = { ankle = "no_xray", foot = "xray" } },
}

-- Unable both at once and now; able at either time is able.
cases "inability to bear weight" { given = walks,
  { { bore_weight_immediately = true,  bears_weight_now = true }, outcome = "clear",
    results = { ankle = "no_xray", foot = "no_xray" } },
  { { bore_weight_immediately = true,  bears_weight_now = false }, outcome = "clear",
    results = { ankle = "no_xray", foot = "no_xray" } },
  { { bore_weight_immediately = false, bears_weight_now = true }, outcome = "clear",
    results = { ankle = "no_xray", foot = "no_xray" } },
  { { bore_weight_immediately = false, bears_weight_now = false }, outcome = "refer",
    urgency = "urgent",
    results = { ankle = "xray", foot = "xray" } },
}

cases "without pain in the zone no X-ray of it" {
  given = walks:with {
    tender_lateral_malleolus     = true,
    tender_medial_malleolus      = true,
    tender_fifth_metatarsal_base = true,
    tender_navicular             = true,
    bore_weight_immediately      = false,
    bears_weight_now             = false,
  },
  { { },
    results = { ankle = "xray",    foot = "xray" } },
  { { malleolar_pain = false },
    results = { ankle = "no_xray", foot = "xray" } },
  { { midfoot_pain = false },
    results = { ankle = "xray",    foot = "no_xray" } },
  { { malleolar_pain = false, midfoot_pain = false },
    results = { ankle = "no_xray", foot = "no_xray" },
    outcome = "clear" },
}

test "first, where it hurts" {
  given  = facts {},
  expect = { outcome = "ask", complete = false, asks = { "malleolar_pain", "midfoot_pain" } },
}

test "no pain in either zone: nothing else is asked" {
  given  = facts { malleolar_pain = false, midfoot_pain = false },
  expect = {
    outcome = "clear", complete = true, asks = {},
    results = { ankle = "no_xray", foot = "no_xray" },
  },
}

test "pain at the ankle: the bones of the ankle and the steps at once" {
  given  = facts { malleolar_pain = true, midfoot_pain = false },
  expect = {
    outcome = "ask", complete = false,
    asks = { "tender_lateral_malleolus", "tender_medial_malleolus", "bore_weight_immediately" },
    results = { foot = "no_xray" },
  },
}

test "pain in the midfoot: the bones of the foot and the steps at once" {
  given  = facts { malleolar_pain = false, midfoot_pain = true },
  expect = {
    outcome = "ask", complete = false,
    asks = { "tender_fifth_metatarsal_base", "tender_navicular", "bore_weight_immediately" },
    results = { ankle = "no_xray" },
  },
}

test "steps now are asked of those who could not take them at once" {
  given  = walks:with { bore_weight_immediately = false },
  expect = { outcome = "ask", complete = false, asks = { "bears_weight_now" } },
}

cases "what nobody can say is as serious as a yes" { given = walks,
  { { malleolar_pain = unanswerable, tender_lateral_malleolus = true }, outcome = "refer",
    urgency = "urgent" },
  { { tender_lateral_malleolus = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, results = { foot = "no_xray" } },
  { { tender_navicular = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true, results = { ankle = "no_xray" } },
  { { bore_weight_immediately = unanswerable }, outcome = "ask", asks = { "bears_weight_now" } },
  { { bore_weight_immediately = unanswerable, bears_weight_now = false }, outcome = "refer",
    urgency = "urgent", complete = true },
  { { bore_weight_immediately = unanswerable, bears_weight_now = true }, outcome = "clear",
    results = { ankle = "no_xray", foot = "no_xray" } },
}

always "a tender ankle that hurts is never sent home" {
  when  = all { malleolar_pain, any { tender_lateral_malleolus, tender_medial_malleolus } },
  never = { outcome = "clear" },
}

always "a tender midfoot that hurts is never sent home" {
  when  = all { midfoot_pain, any { tender_fifth_metatarsal_base, tender_navicular } },
  never = { outcome = "clear" },
}
