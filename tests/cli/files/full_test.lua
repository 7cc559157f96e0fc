cases "fever and age" { given = facts { fever = true, age = 66 },
  { {}, rules = { "hot" } },
  { { age = 65 }, rules = {} },
  { { fever = false }, rules = {} },
}
