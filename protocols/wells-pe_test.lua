-- Tests of wells-pe.lua, from the definition in Thromb Haemost 2000 (two-tier).

local none_present = facts {
  dvt_signs                    = false,
  pe_most_likely               = false,
  heart_rate                   = 70,
  immobilised_3d_or_surgery_4w = false,
  previous_vte                 = false,
  haemoptysis                  = false,
  malignancy                   = false,
}

test "no points: unlikely, and still referred" {
  given  = none_present,
  expect = {
    outcome = "refer", urgency = "urgent", complete = true, asks = {},
    scores  = { wells = 0 },
    results = { pe = "unlikely" },
  },
}

cases "the points of each item" { given = none_present,
  { { dvt_signs                    = true }, scores = { wells = 3 } },
  { { pe_most_likely               = true }, scores = { wells = 3 } },
  { { heart_rate                   = 101 },  scores = { wells = 1.5 } },
  { { immobilised_3d_or_surgery_4w = true }, scores = { wells = 1.5 } },
  { { previous_vte                 = true }, scores = { wells = 1.5 } },
  { { haemoptysis                  = true }, scores = { wells = 1 } },
  { { malignancy                   = true }, scores = { wells = 1 } },
}

cases "the heart rate counts over 100" { given = none_present,
  { { heart_rate = 99 },    scores = { wells = 0 } },
  { { heart_rate = 100 },   scores = { wells = 0 } },
  { { heart_rate = 100.5 }, scores = { wells = 1.5 } },
  { { heart_rate = 101 },   scores = { wells = 1.5 } },
}

cases "likely is more than 4" { given = none_present,
  { { dvt_signs = true }, scores = { wells = 3 }, results = { pe = "unlikely" },
    outcome = "refer", urgency = "urgent" },
  { { dvt_signs = true, malignancy = true }, scores = { wells = 4 }, results = { pe = "unlikely" },
    outcome = "refer", urgency = "urgent" },
  { { heart_rate = 110, previous_vte = true, haemoptysis = true }, scores = { wells = 4 },
    results = { pe = "unlikely" }, outcome = "refer", urgency = "urgent" },
  { { dvt_signs = true, previous_vte = true }, scores = { wells = 4.5 },
    results = { pe = "likely" },
    outcome = "refer", urgency = "immediate" },
  { { heart_rate = 110, previous_vte = true, immobilised_3d_or_surgery_4w = true },
    scores = { wells = 4.5 }, results = { pe = "likely" }, outcome = "refer",
    urgency = "immediate" },
  { { pe_most_likely = true, haemoptysis = true, malignancy = true }, scores = { wells = 5 },
    results = { pe = "likely" }, outcome = "refer", urgency = "immediate" },
  { { dvt_signs = true, pe_most_likely = true }, scores = { wells = 6 },
    results = { pe = "likely" },
    outcome = "refer", urgency = "immediate" },
}

test "all items together make 12.5 points" {
  given = facts {
    dvt_signs                    = true,
    pe_most_likely               = true,
    heart_rate                   = 140,
    immobilised_3d_or_surgery_4w = true,
    previous_vte                 = true,
    haemoptysis                  = true,
    malignancy                   = true,
  },
  expect = {
    outcome = "refer", urgency = "immediate", complete = true,
    scores  = { wells = 12.5 },
    results = { pe = "likely" },
  },
}

test "more than 4 points settle it before everything is asked" {
  given  = facts { dvt_signs = true, pe_most_likely = true },
  expect = {
    outcome = "refer", urgency = "immediate", complete = true, asks = {},
    results = { pe = "likely" },
  },
}

test "what can no longer reach more than 4 points settles it as well" {
  given = facts {
    dvt_signs                    = false,
    pe_most_likely               = false,
    heart_rate                   = 70,
    immobilised_3d_or_surgery_4w = false,
  },
  expect = {
    outcome = "refer", urgency = "urgent", complete = true, asks = {},
    results = { pe = "unlikely" },
  },
}

cases "one item that nobody can say" { given = none_present,
  -- It cannot matter: 0 or 1 point.
  { { malignancy = unanswerable }, outcome = "refer", urgency = "urgent", complete = true,
    results = { pe = "unlikely" } },
  -- It may matter: 4 or 5 points. The more urgent one counts.
  { { dvt_signs = true, haemoptysis = true, malignancy = unanswerable }, outcome = "refer",
    urgency = "immediate", complete = true, scores = { wells = { 4, 5 } },
    results = { pe = absent } },
  -- It may matter: 3 or 4.5 points.
  { { dvt_signs = true, heart_rate = unanswerable }, outcome = "refer", urgency = "immediate",
    complete = true, scores = { wells = { 3, 4.5 } }, results = { pe = absent } },
}

test "one item missing that may matter is asked" {
  given  = none_present:with { dvt_signs = true, heart_rate = absent },
  expect = { complete = false, asks = { "heart_rate" } },
}

always "nobody is sent home, however few the points" {
  when  = wells:at_most(4),
  never = { outcome = "clear" },
}

always "more than 4 points is never less than immediate" {
  when  = wells:over(4),
  never = { urgency = "urgent" },
}
