local well = facts { age = 40, fever = false, where = "leg", as_of = "2026-05-01" }

test "a well adult is cleared" { given = well, expect = { outcome = "clear", complete = true, results = { place = "limb" } } }
test "a fever refers at once" { given = well:with { fever = true }, expect = { rules = { "hot" }, urgency = "immediate" } }
cases "age" { given = well,
  { { age = 17 }, rules = { "adults" } },
  { { age = 18 }, rules = {} },
}
test "two days are too early" { given = well:with { where = "back", since = "2026-04-29" }, expect = { outcome = "defer", results = { place = "spine" } } }
always "nobody with a fever is cleared" { when = fever, never = { outcome = "clear" } }
