local well = facts {
  age = 30, fever = false, walking = "normal", surgery = none, as_of = "2026-05-01",
}

test "a well person is cleared" {
  given = well, expect = { outcome = "clear", complete = true, results = { picture = "spared" } },
}

test "a fever and no step is an emergency" {
  given  = well:with { fever = true, walking = "cannot", days = 5 },
  expect = { outcome = "refer", urgency = "immediate", rules = { "hot" } },
}
