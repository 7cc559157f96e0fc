-- repeat for loop.
protocol "slip-repeat" { format = 1, version = "1.0.0", title = "A script of the test suite" }
technique "stretch" { title = "Stretch", source = "S1",
    repeat "rounds" { at_most = 3, step "reach" { "Reach forward." } },
}

-- expect error 4:5 syntax: did you mean `loop`?
