/*
 * What a script may say, judged on its tree before it is run: everything that Lua would accept, and
 * that on terms would mean something else than its author hopes.
 */
#ifndef SYNOVIA_SCRIPT_CHECK_H
#define SYNOVIA_SCRIPT_CHECK_H

#include "base/arena.h"
#include "base/text.h"
#include "script/diagnostics.h"
#include "script/syntax.h"

#include <stdbool.h>
#include <stddef.h>

enum word_kind {
    WORD_PLAIN,      /* a function, a library or a value that is no term: `minutes`, `math` */
    WORD_MAKES_TERM, /* a call of it, or a curried one, yields a term: `number`, `any`, `first` */
    WORD_IS_TERM,    /* a term itself: the facts that a test sees by name */
};

struct vocabulary_word {
    struct text name;
    enum word_kind kind;
};

/* The global names that a script may use, the safe library's included (safe_library_names). The
 * caller owns the words, which must outlive the checks. */
struct vocabulary {
    const struct vocabulary_word *words;
    size_t count;
};

/* The word of that name, or NULL. */
const struct vocabulary_word *vocabulary_find(const struct vocabulary *vocabulary,
                                              struct text name);

/*
 * Reports everything at once: words that terms cannot bear, undeclared names, assignments to
 * globals, operators on terms, and variables that a derive function must not rest on. `arena` holds
 * working memory of the checks; where it runs out, `diagnostics->failed` is set.
 *
 * False where Lua could not compile the script either, which then need not be tried: it has more
 * locals than Lua has room for.
 */
bool check_script(struct arena *arena, const struct syntax_tree *tree,
                  const struct vocabulary *vocabulary, struct diagnostics *diagnostics);

#endif
