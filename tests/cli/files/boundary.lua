protocol "boundary" {
  format  = 1,
  version = "1.0.0",
  title   = "A boundary that nobody tests",
  refer   = { to = "physician", urgency = "routine" },
}

local age = number "age" { ask = "Age?", min = 0, max = 120, whole = true }

red_flag "old" {
  when    = age:over(65),
  because = "Old enough.",
  source  = "S1",
}
