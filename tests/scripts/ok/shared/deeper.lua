-- Included by signs.lua: paths count from the protocols folder.
return { limit = 65 }
