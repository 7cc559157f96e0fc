-- Tests of news2.lua, from charts 1 and 4 of the Royal College of Physicians, 2017.

-- Every measurement where it scores nothing.
local well = facts {
  age_years        = 40,
  pregnant         = false,
  respiratory_rate = 16,
  spo2             = 98,
  spo2_scale       = 1,
  on_oxygen        = false,
  systolic         = 120,
  pulse            = 70,
  consciousness    = "A",
  temperature      = 37.0,
}

test "nothing scores: low risk" {
  given  = well,
  expect = {
    outcome = "clear", complete = true, rules = {}, asks = {},
    scores  = { news2 = 0 },
    results = { risk = "low" },
  },
}


-- Who the score is for ----------------------------------------------------------------------------

cases "who the score is for" { given = well,
  { { age_years = 15 },   outcome = "refer", urgency = "urgent", rules = { "sixteen-and-over" } },
  { { age_years = 16 },   outcome = "clear", rules = {}, results = { risk = "low" } },
  { { pregnant = true },  outcome = "refer", urgency = "urgent", rules = { "not-pregnant" } },
  { { pregnant = false }, outcome = "clear", rules = {}, results = { risk = "low" } },
  { { pregnant = unanswerable }, outcome = "refer", rules = { "not-pregnant" },
    uncertain = { "not-pregnant" } },
  { { pregnant = absent },  outcome = "ask", complete = false, asks = { "pregnant" } },
  { { age_years = absent }, outcome = "ask", complete = false, asks = { "age_years" } },
}


-- Chart 1: both sides of every edge ---------------------------------------------------------------

cases "respirations" { given = well,
  { { respiratory_rate = 0 },   scores = { news2 = 3 } },
  { { respiratory_rate = 8 },   scores = { news2 = 3 } },
  { { respiratory_rate = 9 },   scores = { news2 = 1 } },
  { { respiratory_rate = 11 },  scores = { news2 = 1 } },
  { { respiratory_rate = 12 },  scores = { news2 = 0 } },
  { { respiratory_rate = 20 },  scores = { news2 = 0 } },
  { { respiratory_rate = 21 },  scores = { news2 = 2 } },
  { { respiratory_rate = 24 },  scores = { news2 = 2 } },
  { { respiratory_rate = 25 },  scores = { news2 = 3 } },
  { { respiratory_rate = 100 }, scores = { news2 = 3 } },
}

cases "oxygen saturation, scale 1, on air" { given = well,
  { { spo2 = 0 },   scores = { news2 = 3 } },
  { { spo2 = 91 },  scores = { news2 = 3 } },
  { { spo2 = 92 },  scores = { news2 = 2 } },
  { { spo2 = 93 },  scores = { news2 = 2 } },
  { { spo2 = 94 },  scores = { news2 = 1 } },
  { { spo2 = 95 },  scores = { news2 = 1 } },
  { { spo2 = 96 },  scores = { news2 = 0 } },
  { { spo2 = 100 }, scores = { news2 = 0 } },
}

cases "oxygen saturation, scale 1, on oxygen: 2 points more" {
  given = well:with { on_oxygen = true },
  { { spo2 = 91 },  scores = { news2 = 5 } },
  { { spo2 = 92 },  scores = { news2 = 4 } },
  { { spo2 = 93 },  scores = { news2 = 4 } },
  { { spo2 = 94 },  scores = { news2 = 3 } },
  { { spo2 = 95 },  scores = { news2 = 3 } },
  { { spo2 = 96 },  scores = { news2 = 2 } },
  { { spo2 = 100 }, scores = { news2 = 2 } },
}

cases "oxygen saturation, scale 2, on air" { given = well:with { spo2_scale = 2 },
  { { spo2 = 0 },   scores = { news2 = 3 } },
  { { spo2 = 83 },  scores = { news2 = 3 } },
  { { spo2 = 84 },  scores = { news2 = 2 } },
  { { spo2 = 85 },  scores = { news2 = 2 } },
  { { spo2 = 86 },  scores = { news2 = 1 } },
  { { spo2 = 87 },  scores = { news2 = 1 } },
  { { spo2 = 88 },  scores = { news2 = 0 } },
  { { spo2 = 92 },  scores = { news2 = 0 } },
  { { spo2 = 93 },  scores = { news2 = 0 } },
  { { spo2 = 94 },  scores = { news2 = 0 } },
  { { spo2 = 95 },  scores = { news2 = 0 } },
  { { spo2 = 96 },  scores = { news2 = 0 } },
  { { spo2 = 97 },  scores = { news2 = 0 } },
  { { spo2 = 100 }, scores = { news2 = 0 } },
}

cases "oxygen saturation, scale 2, on oxygen: 2 points more" {
  given = well:with { spo2_scale = 2, on_oxygen = true },
  { { spo2 = 83 },  scores = { news2 = 5 } },
  { { spo2 = 84 },  scores = { news2 = 4 } },
  { { spo2 = 85 },  scores = { news2 = 4 } },
  { { spo2 = 86 },  scores = { news2 = 3 } },
  { { spo2 = 87 },  scores = { news2 = 3 } },
  { { spo2 = 88 },  scores = { news2 = 2 } },
  { { spo2 = 92 },  scores = { news2 = 2 } },
  { { spo2 = 93 },  scores = { news2 = 3 } },
  { { spo2 = 94 },  scores = { news2 = 3 } },
  { { spo2 = 95 },  scores = { news2 = 4 } },
  { { spo2 = 96 },  scores = { news2 = 4 } },
  { { spo2 = 97 },  scores = { news2 = 5 } },
  { { spo2 = 100 }, scores = { news2 = 5 } },
}

cases "air or oxygen" { given = well,
  { { on_oxygen = false }, scores = { news2 = 0 } },
  { { on_oxygen = true },  scores = { news2 = 2 }, outcome = "clear", results = { risk = "low" } },
}

cases "systolic blood pressure" { given = well,
  { { systolic = 0 },   scores = { news2 = 3 } },
  { { systolic = 90 },  scores = { news2 = 3 } },
  { { systolic = 91 },  scores = { news2 = 2 } },
  { { systolic = 100 }, scores = { news2 = 2 } },
  { { systolic = 101 }, scores = { news2 = 1 } },
  { { systolic = 110 }, scores = { news2 = 1 } },
  { { systolic = 111 }, scores = { news2 = 0 } },
  { { systolic = 219 }, scores = { news2 = 0 } },
  { { systolic = 220 }, scores = { news2 = 3 } },
  { { systolic = 350 }, scores = { news2 = 3 } },
}

cases "pulse" { given = well,
  { { pulse = 0 },   scores = { news2 = 3 } },
  { { pulse = 40 },  scores = { news2 = 3 } },
  { { pulse = 41 },  scores = { news2 = 1 } },
  { { pulse = 50 },  scores = { news2 = 1 } },
  { { pulse = 51 },  scores = { news2 = 0 } },
  { { pulse = 90 },  scores = { news2 = 0 } },
  { { pulse = 91 },  scores = { news2 = 1 } },
  { { pulse = 110 }, scores = { news2 = 1 } },
  { { pulse = 111 }, scores = { news2 = 2 } },
  { { pulse = 130 }, scores = { news2 = 2 } },
  { { pulse = 131 }, scores = { news2 = 3 } },
  { { pulse = 350 }, scores = { news2 = 3 } },
}

cases "consciousness" { given = well,
  { { consciousness = "A" }, scores = { news2 = 0 }, results = { risk = "low" } },
  { { consciousness = "C" }, scores = { news2 = 3 }, results = { risk = "low_medium" } },
  { { consciousness = "V" }, scores = { news2 = 3 }, results = { risk = "low_medium" } },
  { { consciousness = "P" }, scores = { news2 = 3 }, results = { risk = "low_medium" } },
  { { consciousness = "U" }, scores = { news2 = 3 }, results = { risk = "low_medium" } },
}

cases "temperature, with nothing between the lines of the chart" { given = well,
  { { temperature = 34.9 },  scores = { news2 = 3 } },
  { { temperature = 35.0 },  scores = { news2 = 3 } },
  { { temperature = 35.05 }, scores = { news2 = 1 } },
  { { temperature = 35.1 },  scores = { news2 = 1 } },
  { { temperature = 36.0 },  scores = { news2 = 1 } },
  { { temperature = 36.05 }, scores = { news2 = 0 } },
  { { temperature = 36.1 },  scores = { news2 = 0 } },
  { { temperature = 38.0 },  scores = { news2 = 0 } },
  { { temperature = 38.05 }, scores = { news2 = 1 } },
  { { temperature = 38.1 },  scores = { news2 = 1 } },
  { { temperature = 39.0 },  scores = { news2 = 1 } },
  { { temperature = 39.05 }, scores = { news2 = 2 } },
  { { temperature = 39.1 },  scores = { news2 = 2 } },
}


-- Chart 4: the response ---------------------------------------------------------------------------

cases "the bands of the score" { given = well,
  -- 0, 1 and 4 points, none of them 3 in one.
  { { }, scores = { news2 = 0 }, outcome = "clear", results = { risk = "low" } },
  { { pulse = 91 }, scores = { news2 = 1 }, outcome = "clear", results = { risk = "low" } },
  { { respiratory_rate = 21, on_oxygen = true }, scores = { news2 = 4 }, outcome = "clear",
    results = { risk = "low" } },
  -- 5 and 6 points.
  { { respiratory_rate = 21, on_oxygen = true, pulse = 91 }, scores = { news2 = 5 },
    outcome = "refer", urgency = "urgent", results = { risk = "medium" } },
  { { respiratory_rate = 21, on_oxygen = true, pulse = 111 }, scores = { news2 = 6 },
    outcome = "refer", urgency = "urgent", results = { risk = "medium" } },
  -- 7 points and more.
  { { respiratory_rate = 21, on_oxygen = true, pulse = 111, temperature = 38.5 },
    scores = { news2 = 7 },
    outcome = "refer", urgency = "immediate", results = { risk = "high" } },
  { { respiratory_rate = 25, on_oxygen = true, pulse = 131 }, scores = { news2 = 8 },
    outcome = "refer", urgency = "immediate", results = { risk = "high" } },
}

cases "3 points in one measurement" { given = well,
  { { respiratory_rate = 8 },  outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { respiratory_rate = 25 }, outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { spo2 = 91 },             outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { systolic = 90 },         outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { systolic = 220 },        outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { pulse = 40 },            outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { pulse = 131 },           outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { consciousness = "C" },   outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  { { temperature = 35.0 },    outcome = "refer", urgency = "urgent",
    results = { risk = "low_medium" } },
  -- 2 points in one measurement are low.
  { { respiratory_rate = 21 }, scores = { news2 = 2 }, outcome = "clear" },
  { { spo2 = 92 },             scores = { news2 = 2 }, outcome = "clear" },
  { { systolic = 91 },         scores = { news2 = 2 }, outcome = "clear" },
  { { pulse = 111 },           scores = { news2 = 2 }, outcome = "clear" },
  { { temperature = 39.1 },    scores = { news2 = 2 }, outcome = "clear" },
  -- 3 points together, but not in one, is low.
  { { on_oxygen = true, pulse = 91 }, scores = { news2 = 3 }, outcome = "clear",
    results = { risk = "low" } },
  -- 4 points with 3 in one is low to medium; 5 points with 3 in one is medium.
  { { consciousness = "C", pulse = 91 }, scores = { news2 = 4 }, outcome = "refer",
    urgency = "urgent",
    results = { risk = "low_medium" } },
  { { consciousness = "C", on_oxygen = true }, scores = { news2 = 5 }, outcome = "refer",
    urgency = "urgent", results = { risk = "medium" } },
}

cases "3 points in one on scale 2" { given = well:with { spo2_scale = 2 },
  { { spo2 = 83 }, outcome = "refer", urgency = "urgent", results = { risk = "low_medium" } },
  { { spo2 = 84 }, outcome = "clear", results = { risk = "low" } },
  { { spo2 = 97 }, outcome = "clear", results = { risk = "low" } },
  { { spo2 = 97, on_oxygen = true }, scores = { news2 = 5 }, outcome = "refer", urgency = "urgent",
    results = { risk = "medium" } },
}

test "the worst of everything is 20 points" {
  given = well:with {
    respiratory_rate = 30,
    spo2             = 80,
    on_oxygen        = true,
    systolic         = 70,
    pulse            = 150,
    consciousness    = "U",
    temperature      = 34,
  },
  expect = {
    outcome = "refer", urgency = "immediate", complete = true,
    scores  = { news2 = 20 },
    results = { risk = "high" },
  },
}


-- What is not known -------------------------------------------------------------------------------

cases "a measurement that is missing is asked" { given = well,
  { { respiratory_rate = absent }, outcome = "ask", complete = false,
    asks = { "respiratory_rate" } },
  { { spo2 = absent },             outcome = "ask", complete = false, asks = { "spo2" } },
  { { systolic = absent },         outcome = "ask", complete = false, asks = { "systolic" } },
  { { pulse = absent },            outcome = "ask", complete = false, asks = { "pulse" } },
  { { consciousness = absent },    outcome = "ask", complete = false, asks = { "consciousness" } },
  { { temperature = absent },      outcome = "ask", complete = false, asks = { "temperature" } },
}

cases "what cannot matter is not asked" { given = well,
  -- 98 % scores 0 on either scale, on air; with oxygen or without is 0 or 2 points: low.
  { { spo2_scale = absent }, outcome = "clear", complete = true, asks = {},
    results = { risk = "low" } },
  { { on_oxygen = absent },  outcome = "clear", complete = true, asks = {},
    results = { risk = "low" } },
  -- On oxygen the scale matters: 2 or 5 points.
  { { spo2_scale = absent, on_oxygen = true }, outcome = "ask", complete = false,
    asks = { "spo2_scale" } },
}

cases "a measurement that cannot be taken: the most serious possibility counts" { given = well,
  { { pulse = unanswerable }, outcome = "refer", urgency = "urgent", complete = true },
  { { on_oxygen = unanswerable }, outcome = "clear", results = { risk = "low" } },
  { { consciousness = "C", on_oxygen = true, pulse = unanswerable }, outcome = "refer",
    urgency = "immediate", complete = true },
}

test "7 points settle it before everything is measured" {
  given = facts {
    age_years = 40, pregnant = false, respiratory_rate = 25, systolic = 80, consciousness = "U",
  },
  expect = {
    outcome = "refer", urgency = "immediate", complete = true, asks = {},
    results = { risk = "high" },
  },
}

test "a number of breaths is whole" {
  given  = well:with { respiratory_rate = 8.5 },
  expect = { outcome = "invalid", faults = { "respiratory_rate" } },
}


-- For every input ---------------------------------------------------------------------------------

always "7 points or more is never less than immediate" {
  when  = all { news2:at_least(7), age_years:at_least(16), ~pregnant },
  never = { urgency = "urgent" },
}

always "nobody with new confusion or worse is of low risk" {
  when  = consciousness:is_not "A",
  never = { outcome = "clear" },
}

always "nobody with a systolic pressure of 90 or less is of low risk" {
  when  = systolic:at_most(90),
  never = { outcome = "clear" },
}
