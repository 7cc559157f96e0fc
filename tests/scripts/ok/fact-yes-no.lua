-- yes_no, with every key that all facts have.
protocol "fact-yes-no" { format = 1, version = "1.0.0", title = "A script of the test suite" }
groups { { "signs", "Signs" }, { "history", { en = "History", de = "Vorgeschichte" } } }
local fever = yes_no "fever" {
    ask = "Do you have a fever?",
    help = "Over 38 degrees, or shivering.",
    group = "signs",
    code = { "http://snomed.info/sct", "386661006" },
}
local cough = yes_no "cough" {
    ask = "Do you cough?",
    group = "history",
    code = { { "http://snomed.info/sct", "49727002" }, { "http://hl7.org/fhir/sid/icd-10", "R05" } },
}
red_flag "flag" { when = fever | cough, because = "It matters.", refer = { to = "a physician", urgency = "urgent" }, source = "S1" }
