-- What this protocol decides, and for whom, in one sentence.
-- Check it with `synovia check`, run its tests with `synovia test`, try it with `synovia screen`.

protocol "starter" {
  format  = 1,
  version = "0.1.0",
  title   = "Who may exercise today",
  sources = { { title = "The guideline that the rules come from" } },
  refer   = { to = "physician", urgency = "routine" },  -- where a rule refers and names nobody
}


-- Facts: what is asked of a person. Each has a name, a type and a question.

local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }

local fever = yes_no "fever" { ask = "Do you have a fever?" }

local walking = choice "walking" {
  ask     = "How do you walk?",
  options = { "normal", "limping", "cannot" },
}

-- Asked only where it makes sense; else the answer is `otherwise`, so that nobody invents it.
local limping_days = number "limping_days" {
  ask  = "For how many days have you been limping?",
  min  = 0, max = 365, unit = "d", whole = true,
  only_if = walking:is "limping", otherwise = none,
}


-- Rules: conditions with a reason. Whatever is unknown is asked; it is never read as "no".

scope "adults" {
  require = age:at_least(18),
  because = "This protocol was written for adults.",
  source  = "Guideline, page 1",
}

red_flag "fever-and-cannot-walk" {
  when    = all { fever, walking:is "cannot" },
  because = "A fever with a joint that carries no weight may be an infection of the joint.",
  refer   = { to = "emergency department", urgency = "immediate" },
  source  = "Guideline, page 2",
}

precondition "no-fever" {
  require = ~fever,
  because = "Nobody exercises with a fever.",
  advice  = "Come back when the fever has been gone for a day.",
  source  = "Guideline, page 3",
}


-- An answer that is owed: the first line that holds; the last one has no `when`.

result "examination" {
  {
    "soon",
    when    = any { walking:is "cannot", limping_days:over(7) },
    because = "It should have become better by now.",
    refer   = { to = "physiotherapist", urgency = "routine" },
  },
  { "not needed", advice = "Come back if it becomes worse." },
}
