local well = facts { numb = false, calm = true }

test "a well person is cleared" {
  given = well, expect = { outcome = "clear", complete = true, techniques = { reach = "yes" } },
}

test "a numb arm refers" {
  given = well:with { numb = true }, expect = { outcome = "refer", rules = { "numb" } },
}

test "somebody who is not calm waits" {
  given = well:with { calm = false }, expect = { outcome = "defer", rules = { "calm" } },
}

walk "three rounds at the most" {
  technique = "reach", given = well, usual = { hurts = false, enough = false },
  expect = { finished = true, steps = { "stand", "up#1", "up#2", "up#3" } },
}

walk "pain halts" {
  technique = "reach", given = well, usual = { hurts = false, enough = false },
  report = { ["up#2"] = { hurts = true } },
  expect = { halted = { "hurts" }, at = "up" },
}
