-- Tests of nexus.lua, from the definition in NEJM 2000;343:94.

local none_present = facts {
  midline_tenderness  = false,
  intoxication        = false,
  altered_alertness   = false,
  focal_neuro_deficit = false,
  distracting_injury  = false,
}

test "all five absent: no imaging" {
  given  = none_present,
  expect = {
    outcome = "clear", complete = true, asks = {},
    results = { cervical_spine = "no_imaging" },
  },
}

cases "any one of the five: imaging" { given = none_present,
  { { midline_tenderness  = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { intoxication        = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { altered_alertness   = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { focal_neuro_deficit = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
  { { distracting_injury  = true }, outcome = "refer", urgency = "urgent",
    results = { cervical_spine = "imaging" } },
}

cases "one not asked yet: no answer, but a question" { given = none_present,
  { { midline_tenderness  = absent }, outcome = "ask", complete = false,
    asks = { "midline_tenderness" } },
  { { intoxication        = absent }, outcome = "ask", complete = false,
    asks = { "intoxication" } },
  { { altered_alertness   = absent }, outcome = "ask", complete = false,
    asks = { "altered_alertness" } },
  { { focal_neuro_deficit = absent }, outcome = "ask", complete = false,
    asks = { "focal_neuro_deficit" } },
  { { distracting_injury  = absent }, outcome = "ask", complete = false,
    asks = { "distracting_injury" } },
}

cases "one that nobody can say: as serious as if it were present" { given = none_present,
  { { midline_tenderness  = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true },
  { { intoxication        = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true },
  { { altered_alertness   = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true },
  { { focal_neuro_deficit = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true },
  { { distracting_injury  = unanswerable }, outcome = "refer", urgency = "urgent",
    complete = true },
}

test "one present settles it, and nothing more is asked" {
  given  = facts { intoxication = true },
  expect = {
    outcome = "refer", urgency = "urgent", complete = true, asks = {},
    results = { cervical_spine = "imaging" },
  },
}

test "with nothing known, all five are asked" {
  given  = facts {},
  expect = {
    outcome = "ask", complete = false,
    asks = {
      "midline_tenderness", "intoxication", "altered_alertness", "focal_neuro_deficit",
      "distracting_injury",
    },
  },
}

always "nobody with one of the five goes without imaging" {
  when = any {
    midline_tenderness, intoxication, altered_alertness, focal_neuro_deficit, distracting_injury,
  },
  never = { outcome = "clear" },
}
