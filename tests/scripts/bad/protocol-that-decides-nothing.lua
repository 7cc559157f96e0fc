-- A protocol without a rule or a result decides nothing.
protocol "protocol-that-decides-nothing" { format = 1, version = "1.0.0", title = "A script" }
education "pops" { title = "Why it pops", text = "Gas." }

-- expect warning 2:1 decides-nothing: this protocol has no rule that could stop, refer or defer anybody, and no
