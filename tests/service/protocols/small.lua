-- The smallest protocol that decides anything.

protocol "small" { format = 1, version = "1.0.0", title = "Small" }

local fever = yes_no "fever" { ask = "Do you have a fever?" }

red_flag "fever" {
  when = fever, because = "A fever.", refer = { to = "physician", urgency = "urgent" }, source = "T",
}
