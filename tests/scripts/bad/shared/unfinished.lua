-- Included by include-not-lua.lua: this file is not Lua.
return { fever = yes_no "fever" { ask = "Do you have a fever?" }
