-- Seconds without parentheses.
protocol "slip-seconds" { format = 1, version = "1.0.0", title = "A script of the test suite" }
technique "stretch" { title = "Stretch", source = "S1", step "reach" { "Reach forward.", hold = seconds 20 } }

-- expect error 3:105 syntax: write `seconds(20)`
