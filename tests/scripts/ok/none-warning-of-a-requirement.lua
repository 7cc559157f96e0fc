-- Warning: who has none does not meet the requirement.
protocol "none-warning-of-a-requirement" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local weeks = number "weeks" { ask = "Weeks since the operation?", min = 0, max = 520, unit = "wk", none = "Never had one" }
precondition "healed" { require = weeks:over(12), because = "Too early.", source = "S1" }

-- expect warning 4:35 none-negated: `weeks:over(12)` is false where `weeks` is none, so that whoever has none
