-- Included by include-circle.lua, and includes itself.
return include "shared/circle.lua"
