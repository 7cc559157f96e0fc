test "it is <well> & \"good\" # not" { given = facts { fever = true }, expect = { outcome = "clear", rules = {} } }
always "a fever is never referred" { when = fever, never = { outcome = "refer" } }
