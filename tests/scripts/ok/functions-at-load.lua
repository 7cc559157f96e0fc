-- A function of the script runs while it declares.
protocol "functions-at-load" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local function sign(name, question)
    return yes_no(name) { ask = question }
end
local fever = sign("fever", "Do you have a fever?")
local chills = sign("chills", "Do you have chills?")
local function both(a, b)
    return a & b
end
red_flag "flag" { when = both(fever, chills), because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
