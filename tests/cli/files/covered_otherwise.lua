-- covered.lua, formatted otherwise.
protocol "covered_otherwise" {
  format = 1; version = '1.0.0'; title = 'Fever';
  refer = { urgency = 'routine', to = 'physician', },
}

local age = number "age" {
  ask = "Age?",
  min = 0, max = 120, unit = "a", whole = true,
}
local fever = yes_no "fever"{ask="Fever?"}
local temp = number("temp"){ask="Temperature",min=30,max=45,unit="Cel",optional=true}
local chills = yes_no "chills" {
  ask = "Chills?",
  only_if =
    fever,
  otherwise = false,
}
local hurts = yes_no "hurts" { ask = "Does it hurt?", live = true }

red_flag "fever" {
  when = any {
    fever, -- said
    temp : at_least( 38 ),
    all{chills,age:over(65),};
  },
  because = "A fever must be seen.",
  source = "S1",
}
contraindication "old" {
  when = any {
    age:over(80),
    age:over(90),
  },
  because = "Too old.",
  source = "S2",
}
local points = first {
  { 3, when = age:under(10) },
  { 1, when = age:at_least(55) },
  { 0 },
}
result "image" { { "image", when = points:at_least(2), because = "Look." }, { "none needed" } }
technique "stretch" {
  title = "Stretch",
  step "sit" { "Sit." },
  loop "again" {
    at_most = 3,
    finish_when = hurts,
    step "reach" { "Reach." },
  },
}
halt "pain" {
  when = hurts,
  because = "Stop.",
  source = "S3",
}
