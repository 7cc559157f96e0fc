#include "rules/decide_private.h"

static uint32_t only_line(uint64_t possible) {
    uint32_t line = 0;
    while ((possible >> line & 1) == 0) {
        line++;
    }
    return line;
}

static enum result_state state_of(const struct making *making, const struct result *result,
                                  uint64_t possible) {
    if (making->scope != SCOPE_HOLDS) {
        return RESULT_WITHHELD;
    }
    if ((possible & (possible - 1)) == 0) {
        return RESULT_SETTLED;
    }
    return evaluation_needs(making->evaluation, result->node) != NULL ? RESULT_OPEN
                                                                      : RESULT_UNSETTLED;
}

static void refer(struct making *making, uint32_t index, uint32_t line, bool certain) {
    const struct referral *referral = &making->program->results[index].lines[line].referral;
    raise_urgency(making->decision, referral->urgency);
    if (referral->urgency != URGENCY_NONE) {
        struct referral_made made = {referral, ASKER_RESULT, index, line, certain};
        add_referral(making, made);
    }
}

/* Of the lines left the highest outcome counts, and the referral of the highest urgency. */
static void count_the_worst(struct making *making, uint32_t index, uint64_t possible) {
    const struct result *result = &making->program->results[index];
    uint32_t most_urgent = only_line(possible);
    for (uint32_t i = 0; i < result->line_count; i++) {
        if ((possible >> i & 1) == 0) {
            continue;
        }
        raise_outcome(making->decision, result->lines[i].outcome);
        if (result->lines[i].referral.urgency > result->lines[most_urgent].referral.urgency) {
            most_urgent = i;
        }
    }
    refer(making, index, most_urgent, false);
}

bool result_could_raise(const struct making *making, uint32_t index) {
    const struct result *result = &making->program->results[index];
    for (uint32_t i = 0; i < result->line_count; i++) {
        bool raises = result->lines[i].outcome > making->decision->outcome ||
                      result->lines[i].referral.urgency > making->decision->urgency;
        if (raises && (making->results[index].possible >> i & 1) != 0) {
            return true;
        }
    }
    return false;
}

/* Withheld because of a doubt, and as settled as it will ever be. */
static bool counts_in_doubt(const struct making *making, uint32_t index) {
    return making->scope == SCOPE_IN_DOUBT &&
           evaluation_needs(making->evaluation, making->program->results[index].node) == NULL;
}

void decide_results(struct making *making) {
    for (uint32_t i = 0; i < making->program->result_count; i++) {
        const struct result *result = &making->program->results[i];
        struct result_given *given = &making->results[i];
        given->possible = making->evaluation->cells[result->node].mask;
        given->state = state_of(making, result, given->possible);
        if (given->state == RESULT_SETTLED) {
            given->line = only_line(given->possible);
            raise_outcome(making->decision, result->lines[given->line].outcome);
            refer(making, i, given->line, true);
        } else if (given->state == RESULT_UNSETTLED || counts_in_doubt(making, i)) {
            count_the_worst(making, i, given->possible);
        }
    }
}
