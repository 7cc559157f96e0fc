-- `for` is free: over numbers, and over lists in a fixed order.
protocol "for-loops" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local signs = {}
for _, name in ipairs { "fever", "chills", "cough" } do
    signs[#signs + 1] = yes_no(name) { ask = "Do you have " .. name .. "?" }
end
for index = 1, 3 do
    red_flag("sign-" .. index) { when = signs[index], because = "Sign " .. index .. ".", refer = { to = "a physician", urgency = "urgent" }, source = "S" .. index }
end
local names = {}
for key, value in pairs { b = 2, a = 1 } do
    names[#names + 1] = key .. value
end
red_flag "flag" { when = any(signs), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
