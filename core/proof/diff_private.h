/*
 * A comparison under way; each file adds a part:
 *
 *     diff.c          the whole; people of both versions; a search, and the example made small
 *     diff_screen.c   outcome, urgency, rules, results, scores, techniques
 *     diff_session.c  halts and steps
 *     diff_facts.c    what was declared otherwise
 *     diff_words.c    an example's interval in words
 */
#ifndef SYNOVIA_PROOF_DIFF_PRIVATE_H
#define SYNOVIA_PROOF_DIFF_PRIVATE_H

#include "proof/diff.h"
#include "proof/prover.h"

struct diffing {
    const struct diff_side *sides[2]; /* the old and the new */
    const struct verify_options *options;
    const struct diff_listener *listener;
    struct diff_summary *summary;
    struct prover prover;
    struct prover_program known[2];
    struct prover session; /* where facts that only sessions take may be said */
    struct prover_program session_known[2];
    /* The facts of both: those of the old version, narrowed to what both accept, then those that
     * only the new one has. Only its facts are of use. */
    struct program both;
    uint32_t *place[2]; /* fact of `both` -> fact of the side, or UINT32_MAX */
    bool *touched;      /* one a fact of both: a comparison of it is written in one version only */
    struct arena arena; /* of one change */
    struct arena scratch[2]; /* of decisions, one a side */
    int64_t until;
    size_t done, of;
    bool failed;
};

/* What the two versions say of one person: decisions, or in a session evaluations. */
struct both_say {
    const struct decision *decisions[2];
    const struct evaluation *evaluations[2];
};

struct search_for {
    struct diffing *diffing;
    formula_id goal;
    bool in_session;
    bool partial; /* decisions need not be complete */
    bool (*shows)(const struct search_for *search, const struct both_say *say);
    /* For `shows`: */
    enum diff_kind kind;
    enum diff_direction direction;
    uint32_t index[2]; /* of the rule, result ... in each; UINT32_MAX: it has none */
    node_id node[2];
    bool wanted;            /* node: what it was and is no more */
    struct answer *answers; /* of `both`, where found */
};

/* Looks for somebody, and makes them small. */
enum prover_verdict diff_search(struct search_for *search);

/* Both versions about answers of `both`; false where memory ran out or one of them finds a fault.
 */
bool diff_both_say(const struct search_for *search, const struct answer *answers,
                   struct both_say *say);

/* Tells a change that was looked for, unless it is impossible; `change` has kind, direction,
 * subject and what. */
void diff_tell(struct search_for *search, enum prover_verdict verdict, struct diff_change change);

/* Tells a change that needs no looking for. */
void diff_note(struct diffing *diffing, struct diff_change change);

/* Formulas of the prover that the search uses. */
static inline struct prover *diff_prover(struct diffing *diffing, bool in_session) {
    return in_session ? &diffing->session : &diffing->prover;
}
static inline struct prover_program *diff_known(struct diffing *diffing, bool in_session,
                                                int side) {
    return in_session ? &diffing->session_known[side] : &diffing->known[side];
}

/* Finds `touched`; false where memory ran out. */
bool diff_find_touched(struct diffing *diffing);

/* "pain 7 was immediate, is routine", in the arena; empty where no number whose comparisons have
 * changed makes an interval. */
struct text diff_words(const struct search_for *search, const struct both_say *say);

void diff_facts(struct diffing *diffing);
size_t diff_count_screening(const struct diffing *diffing);
void diff_screening(struct diffing *diffing);
size_t diff_count_session(const struct diffing *diffing);
void diff_session(struct diffing *diffing);

/* The rule (result, technique ...) of that name, or UINT32_MAX. */
uint32_t diff_find_rule(const struct program *program, struct text id);

#endif
