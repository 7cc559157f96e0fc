-- Warning: the date by which the protocol must be reviewed has passed.
protocol "header-review-by-passed" { format = 1, version = "1.0.0", title = "A script", review_by = "2020-02-29" }
local fever = yes_no "fever" { ask = "Do you have a fever?" }
red_flag "flag" { when = fever, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }

-- expect warning 2:101 review-passed: this protocol was to be reviewed by 2020-02-29
