-- Included by the scripts beside this folder: a table of facts.
return {
    fever = yes_no "fever" { ask = "Do you have a fever?" },
    chills = yes_no "chills" { ask = "Do you have chills?" },
}
