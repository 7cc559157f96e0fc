-- Tests of start-back.lua, from the definition in Arthritis Rheum 2008;59:632.

local nothing = facts {
  q1 = false, q2 = false, q3 = false, q4 = false,
  q5 = false, q6 = false, q7 = false, q8 = false,
  q9 = "not_at_all",
}

test "nothing agreed with: low risk" {
  given  = nothing,
  expect = {
    outcome = "clear", complete = true, asks = {},
    scores  = { total = 0, subscore = 0 },
    results = { risk = "low" },
  },
}

cases "each question counts 1, questions 5 to 9 in the subscore as well" { given = nothing,
  { { q1 = true }, scores = { total = 1, subscore = 0 } },
  { { q2 = true }, scores = { total = 1, subscore = 0 } },
  { { q3 = true }, scores = { total = 1, subscore = 0 } },
  { { q4 = true }, scores = { total = 1, subscore = 0 } },
  { { q5 = true }, scores = { total = 1, subscore = 1 } },
  { { q6 = true }, scores = { total = 1, subscore = 1 } },
  { { q7 = true }, scores = { total = 1, subscore = 1 } },
  { { q8 = true }, scores = { total = 1, subscore = 1 } },
}

cases "bothersomeness counts from very much" { given = nothing,
  { { q9 = "not_at_all" }, scores = { total = 0, subscore = 0 } },
  { { q9 = "slightly" },   scores = { total = 0, subscore = 0 } },
  { { q9 = "moderately" }, scores = { total = 0, subscore = 0 } },
  { { q9 = "very_much" },  scores = { total = 1, subscore = 1 } },
  { { q9 = "extremely" },  scores = { total = 1, subscore = 1 } },
}

cases "low risk is 3 or fewer in all" { given = nothing,
  { { q1 = true, q2 = true, q3 = true }, scores = { total = 3, subscore = 0 },
    outcome = "clear", results = { risk = "low" } },
  { { q5 = true, q6 = true, q7 = true }, scores = { total = 3, subscore = 3 },
    outcome = "clear", results = { risk = "low" } },
  { { q1 = true, q2 = true, q3 = true, q4 = true }, scores = { total = 4, subscore = 0 },
    outcome = "refer", urgency = "routine", results = { risk = "medium" } },
}

cases "medium risk is 3 or fewer in questions 5 to 9, high risk more" { given = nothing,
  { { q1 = true, q5 = true, q6 = true, q7 = true }, scores = { total = 4, subscore = 3 },
    outcome = "refer", urgency = "routine", results = { risk = "medium" } },
  { { q5 = true, q6 = true, q7 = true, q8 = true }, scores = { total = 4, subscore = 4 },
    outcome = "refer", urgency = "routine", results = { risk = "high" } },
  { { q1 = true, q2 = true, q3 = true, q4 = true, q5 = true, q6 = true, q7 = true },
    scores = { total = 7, subscore = 3 }, outcome = "refer", results = { risk = "medium" } },
  { { q6 = true, q7 = true, q8 = true, q9 = "very_much" }, scores = { total = 4, subscore = 4 },
    outcome = "refer", results = { risk = "high" } },
  { { q6 = true, q7 = true, q8 = true, q9 = "moderately" }, scores = { total = 3, subscore = 3 },
    outcome = "clear", results = { risk = "low" } },
}

test "everything agreed with: 9 and 5, high risk" {
  given = facts {
    q1 = true, q2 = true, q3 = true, q4 = true,
    q5 = true, q6 = true, q7 = true, q8 = true,
    q9 = "extremely",
  },
  expect = {
    outcome = "refer", urgency = "routine", complete = true,
    scores  = { total = 9, subscore = 5 },
    results = { risk = "high" },
  },
}

cases "one question without an answer" { given = nothing,
  -- It cannot matter.
  { { q8 = unanswerable }, outcome = "clear", complete = true, results = { risk = "low" } },
  { { q8 = absent },       outcome = "clear", complete = true, asks = {},
    results = { risk = "low" } },
  -- It may matter: 3 or 4 in all.
  { { q1 = true, q2 = true, q3 = true, q8 = absent }, outcome = "ask", complete = false,
    asks = { "q8" } },
  { { q1 = true, q2 = true, q3 = true, q8 = unanswerable }, outcome = "refer", urgency = "routine",
    complete = true, scores = { total = { 3, 4 } }, results = { risk = absent } },
}

test "with nothing known, all nine are asked in their order" {
  given  = facts {},
  expect = {
    outcome = "ask", complete = false,
    asks = { "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9" },
  },
}

always "whoever has more than 3 in all is referred" {
  when  = total:over(3),
  never = { outcome = "clear" },
}
