cases "young and old" {
  { { age = 30 }, outcome = "clear", rules = {} },
  { { age = 80 }, outcome = "refer", urgency = "routine", rules = { "old" } },
}
