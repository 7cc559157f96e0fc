local well = facts {
  weight = 70, height = 1.7, surgery = none, age = 30, fever = false, breath = 12,
  as_of = "2026-05-01",
}

test "nothing is wrong" { given = well, expect = { outcome = "clear" } }

always "nobody is cleared soon after an operation" {
  when  = surgery:weeks_ago():under(20),
  never = { outcome = "clear" },
}
