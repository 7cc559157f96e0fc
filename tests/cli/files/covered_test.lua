local well = facts { age = 30, fever = false }
test "a well person is cleared" { given = well, expect = { outcome = "clear" } }
test "a fever refers" { given = well:with { fever = true, chills = false }, expect = { outcome = "refer" } }
test "a child with a fever and chills" { given = well:with { age = 8, fever = true, chills = true }, expect = { outcome = "refer" } }
test "somebody very old is stopped" { given = well:with { age = 95 }, expect = { outcome = "stop" } }
