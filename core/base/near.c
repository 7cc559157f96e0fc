#include "base/near.h"

#include <stdbool.h>

enum {
    LONGEST = 64, /* bytes of a name that are compared */
    EDIT = 2,     /* half steps of one insertion, deletion, replacement or swap */
    SLIP = 1,     /* half steps of another case, or of '-' for '_' */
};

static char folded(char c) {
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '_' ? '-' : c;
}

static unsigned replacement_cost(char a, char b) {
    if (a == b) {
        return 0;
    }
    return folded(a) == folded(b) ? SLIP : EDIT;
}

static unsigned smaller(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Fills row[j]: the distance between the first i + 1 bytes of `a` and the first j bytes of `b`,
 * from the row before it and the one before that (which a swap of neighbours reaches back to). */
static void next_row(struct text a, struct text b, size_t i, unsigned *row, const unsigned *before,
                     const unsigned *two_before) {
    row[0] = (unsigned)(i + 1) * EDIT;
    for (size_t j = 0; j < b.length; j++) {
        unsigned best = before[j] + replacement_cost(a.at[i], b.at[j]);
        best = smaller(best, before[j + 1] + EDIT);
        best = smaller(best, row[j] + EDIT);
        bool swapped = i > 0 && j > 0 && a.at[i] == b.at[j - 1] && a.at[i - 1] == b.at[j];
        if (swapped) {
            best = smaller(best, two_before[j - 1] + EDIT);
        }
        row[j + 1] = best;
    }
}

static struct text shortened(struct text name) {
    return text_from(name.at, name.length < LONGEST ? name.length : LONGEST);
}

unsigned near_distance(struct text a, struct text b) {
    unsigned rows[3][LONGEST + 1];
    a = shortened(a);
    b = shortened(b);
    for (size_t j = 0; j <= b.length; j++) {
        rows[0][j] = (unsigned)j * EDIT;
    }
    for (size_t i = 0; i < a.length; i++) {
        next_row(a, b, i, rows[(i + 1) % 3], rows[i % 3], rows[(i + 2) % 3]);
    }
    return rows[a.length % 3][b.length];
}

void near_begin(struct near_search *search, struct text name) {
    size_t edits = shortened(name).length / 3;
    search->name = name;
    search->best = text_from(NULL, 0);
    search->best_distance = (unsigned)(edits == 0 ? 1 : edits) * EDIT + 1;
}

void near_offer(struct near_search *search, struct text candidate) {
    unsigned distance = near_distance(search->name, candidate);
    size_t longer = candidate.length > search->name.length ? candidate.length : search->name.length;
    bool shares_something = distance < shortened(text_from(NULL, longer)).length * EDIT;
    if (shares_something && distance < search->best_distance) {
        search->best = candidate;
        search->best_distance = distance;
    }
}

struct text near_result(const struct near_search *search) {
    return search->best;
}
