-- A day that does not exist.
protocol "header-review-by-is-no-date" { format = 1, version = "1.0.0", title = "A script", review_by = "2031-02-29" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect error 2:105 bad-header: "2031-02-29" is not a day
