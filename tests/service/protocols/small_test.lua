test "a fever refers" {
  given = facts { fever = true }, expect = { outcome = "refer", urgency = "urgent" },
}

always "nobody with a fever is cleared" { when = fever, never = { outcome = "clear" } }
