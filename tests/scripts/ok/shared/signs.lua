-- Included by include.lua: a table of facts and of a condition.
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local chills = yes_no "chills" { ask = "Do you have chills?" }
return { fever = fever, chills = chills, ill = fever & chills, deeper = include "shared/deeper.lua" }
