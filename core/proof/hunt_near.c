/* Near the sets of facts that the tests have: one fact changed, to values beside thresholds. */
#include "proof/hunt.h"

struct trying {
    struct hunt *hunt;
    const struct base *base;
    struct answer *answers;
    uint32_t fact;
};

/* True where the value makes the difference; it is offered then. */
static bool try_answer(struct trying *trying, struct answer answer) {
    struct hunt *hunt = trying->hunt;
    struct answer kept = trying->answers[trying->fact];
    trying->answers[trying->fact] = answer;
    bool apart = hunt_is_apart(hunt, trying->answers);
    if (apart) {
        hunt_offer(hunt, trying->base, trying->answers);
    }
    trying->answers[trying->fact] = kept;
    return apart;
}

static bool try_number(struct trying *trying, double number) {
    const struct fact *fact = &trying->hunt->program->facts[trying->fact];
    return number >= fact->min && number <= fact->max &&
           try_answer(trying, (struct answer){.state = ANSWER_GIVEN, .number = number});
}

/* Every constant that the fact is compared with in either of the two. */
static bool try_thresholds(struct trying *trying) {
    const struct program *program = &trying->hunt->pair.program;
    for (node_id id = 0; id < program->node_count && !trying->hunt->failed; id++) {
        const struct node *node = &program->nodes[id];
        bool compares = node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL;
        for (uint32_t i = 0; compares && i < 2; i++) {
            const struct node *measured = &program->nodes[node_children(program, node)[i]];
            const struct node *amount = &program->nodes[node_children(program, node)[1 - i]];
            if (measured->op == NODE_FACT_NUMBER && measured->fact == trying->fact &&
                amount->op == NODE_NUMBER && try_number(trying, amount->number)) {
                return true;
            }
        }
    }
    return false;
}

static bool try_options(struct trying *trying, uint32_t count) {
    for (uint32_t i = 0; i < count && !trying->hunt->failed; i++) {
        if (try_answer(trying, (struct answer){.state = ANSWER_GIVEN, .option = i})) {
            return true;
        }
    }
    return false;
}

static bool try_fact(struct trying *trying) {
    const struct fact *fact = &trying->hunt->program->facts[trying->fact];
    bool done = false;
    if (fact->live && !fact->screened) {
        return false;
    }
    if (fact->type == VALUE_NUMBER) {
        done = try_thresholds(trying);
    } else if (fact->type != VALUE_DATE) {
        done = try_options(trying, fact->type == VALUE_YES_NO ? 2 : (uint32_t)fact->option_count);
    }
    return done || (fact->has_none && try_answer(trying, (struct answer){.state = ANSWER_NONE}));
}

/* The named sets of facts as they are, or every one with one fact changed. True where somebody was
 * found. */
static bool try_near(struct hunt *hunt, bool change) {
    size_t count = hunt->program->fact_count;
    size_t bases = hunt->base_count - (change ? 0 : 1);
    for (size_t i = 0; i < bases && !hunt->failed; i++) {
        struct trying trying = {hunt, &hunt->bases[i], hunt->bases[i].answers, 0};
        hunt_begin_base(hunt, trying.base);
        if (!change && hunt_is_apart(hunt, trying.answers)) {
            hunt_offer(hunt, trying.base, trying.answers);
            return true;
        }
        /* The base's own answers are tried in a copy. */
        struct answer *answers = arena_calloc(&hunt->work, count + 1, sizeof *answers);
        if (answers == NULL) {
            hunt->failed = true;
            return false;
        }
        memcpy(answers, trying.base->answers, count * sizeof *answers);
        trying.answers = answers;
        for (; change && trying.fact < count && !hunt->failed; trying.fact++) {
            if (try_fact(&trying)) {
                return true;
            }
        }
    }
    return false;
}

/* A difference that a clinician would name first, or else any. */
bool hunt_near(struct hunt *hunt) {
    bool found = false;
    for (int telling = 1; telling >= 0 && !found && !hunt->failed; telling--) {
        hunt->telling = telling == 1;
        found = try_near(hunt, false) || try_near(hunt, true);
    }
    hunt->telling = false;
    return found;
}
