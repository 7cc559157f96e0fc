-- The tests of starter.lua, which see its facts, rules and results by their names.

-- Somebody whom every test may vary.
local well = facts { age = 40, fever = false, walking = "normal" }

test "a well adult is cleared and needs no examination" {
  given  = well,
  expect = {
    outcome = "clear", complete = true, rules = {},
    results = { examination = "not needed" },
  },
}

test "a fever and a leg that carries no weight is an emergency" {
  given  = well:with { fever = true, walking = "cannot" },
  expect = {
    outcome = "refer", urgency = "immediate",
    rules   = { "fever-and-cannot-walk", "no-fever" },
  },
}

test "a child is referred and gets no result" {
  given  = well:with { age = 17 },
  expect = { outcome = "refer", rules = { "adults" }, results = { examination = absent } },
}

test "who cannot say whether there is a fever is not cleared" {
  given  = well:with { fever = unanswerable },
  expect = { outcome = "defer", uncertain = { "no-fever" } },
}

test "what is not known is asked" {
  given  = well:with { walking = "limping" },
  expect = { asks = { "limping_days" }, complete = false },
}

-- The same with one thing changed, line by line: both sides of a boundary.
cases "limping for a week or longer" { given = well:with { walking = "limping" },
  { { limping_days = 7 }, results = { examination = "not needed" } },
  { { limping_days = 8 }, results = { examination = "soon" } },
}

-- For everybody, not for examples: Synovia searches for somebody for whom it does not hold.
always "nobody with a fever is cleared" { when = fever, never = { outcome = "clear" } }
