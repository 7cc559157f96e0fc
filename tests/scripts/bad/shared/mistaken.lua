-- Included by include-with-a-mistake.lua: a mistake in another file is reported there.
local fever = yes_no "fever" { ask = "Do you have a fever?", hlp = "Over 38 degrees" }
return { fever = fever }
