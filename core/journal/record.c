#include "journal/record.h"

const char *journal_kind_name(int kind) {
    switch (kind) {
#define JOURNAL_KIND(name, number, word, meaning)                                                  \
    case JOURNAL_##name:                                                                           \
        return word;
        JOURNAL_KINDS(JOURNAL_KIND)
#undef JOURNAL_KIND
    default:
        return NULL;
    }
}

int journal_kind_find(struct text word) {
#define JOURNAL_KIND(name, number, kind_word, meaning)                                             \
    if (text_is(word, kind_word)) {                                                                \
        return JOURNAL_##name;                                                                     \
    }
    JOURNAL_KINDS(JOURNAL_KIND)
#undef JOURNAL_KIND
    return 0;
}
