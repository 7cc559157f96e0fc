/*
 * What a cell of a table says. Cells are texts, and so the type of the fact tells how to read one:
 *
 *     ?                    cannot be answered
 *     true  no  YES        yes or no
 *     38.5   1e3           a number; 38,5 as well in a table without comma separators
 *     58 kg                a number with its unit
 *
 * Nothing is guessed: what cannot be read so is a text, for whoever takes it to refuse. An empty
 * cell, a fact that was not asked, is the caller's to leave out.
 */
#ifndef SYNOVIA_BASE_CELL_H
#define SYNOVIA_BASE_CELL_H

#include "base/text.h"

enum cell_wanted { CELL_WANTS_YES_NO, CELL_WANTS_NUMBER, CELL_WANTS_TEXT };

enum cell_kind {
    CELL_UNANSWERABLE,
    CELL_YES_NO,
    CELL_NUMBER,
    CELL_QUANTITY,
    CELL_TEXT,
    CELL_AMBIGUOUS, /* 1.234 where the comma is decimal: may be meant as 1234 */
};

struct cell_value {
    enum cell_kind kind;
    bool yes;         /* CELL_YES_NO */
    double number;    /* CELL_NUMBER, CELL_QUANTITY; finite */
    struct text unit; /* CELL_QUANTITY; within the cell */
};

struct cell_value cell_read(struct text cell, enum cell_wanted wanted, bool decimal_comma);

/* What to say of a CELL_AMBIGUOUS. */
extern const char cell_ambiguous[];

#endif
