local well = facts { fever = false, cough = false, rash = false, pain = 0 }

test "nothing is wrong" { given = well, expect = { outcome = "clear" } }

always "severe pain stops" {
  when   = pain:at_least(5),
  expect = { outcome = "stop" },
}
