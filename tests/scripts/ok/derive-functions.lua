-- derive with a function: yes_no, choice and number.
protocol "derive-functions" { format = 1, version = "1.0.0", title = "A script of the test suite" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
local bearing = choice "bearing" { ask = "Walking?", options = { "normal", "limping", "cannot" } }
local age = number "age" { ask = "How old are you?", min = 0, max = 120, unit = "a", whole = true }
local surgery = date "surgery" { ask = "Date of your last operation?", none = "Never had one" }
local clumsy = derive "clumsy" { bearing, type = "yes_no", function(bearing) return bearing ~= "normal" end }
local gait = derive "gait" {
    bearing, fever, type = "choice", options = { "fine", "poor" },
    function(bearing, fever)
        if bearing == "cannot" or (fever and bearing == "limping") then
            return "poor"
        end
        return "fine"
    end,
}
local frailty = derive "frailty" {
    age, bearing, type = "number", min = 0, max = 10,
    function(age, bearing)
        local sum = 0
        for year = 60, age, 10 do
            sum = sum + 1
        end
        while bearing == "cannot" and sum < 5 do
            sum = sum + 1
        end
        repeat
            sum = sum + 0
        until true
        return sum
    end,
}
local operated = derive "operated" { surgery, type = "yes_no", function(day) return day ~= nil end }
red_flag "flag" { when = any { clumsy & operated, gait:is "poor", frailty:over(3) }, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
