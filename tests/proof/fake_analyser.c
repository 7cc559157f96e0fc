#include "proof/fake_analyser.h"

static struct synovia_solver *open(uint32_t seed, struct synovia_message *message) {
    static char nothing;
    (void)seed, (void)message;
    return (struct synovia_solver *)&nothing;
}

static uint32_t add(struct synovia_solver *solver, const struct synovia_formula *formula,
                    struct synovia_message *message) {
    (void)solver, (void)formula, (void)message;
    return SYNOVIA_ANALYSER_DONE;
}

static uint32_t hold(struct synovia_solver *solver, uint32_t formula,
                     struct synovia_message *message) {
    (void)solver, (void)formula, (void)message;
    return SYNOVIA_ANALYSER_DONE;
}

static uint32_t say_unsat(struct synovia_solver *solver, const uint32_t *assumptions, size_t count,
                          uint32_t milliseconds, struct synovia_message *message) {
    (void)solver, (void)assumptions, (void)count, (void)milliseconds, (void)message;
    return SYNOVIA_ANALYSER_UNSAT;
}

static uint32_t say_unknown(struct synovia_solver *solver, const uint32_t *assumptions,
                            size_t count, uint32_t milliseconds, struct synovia_message *message) {
    (void)solver, (void)assumptions, (void)count, (void)milliseconds, (void)message;
    return SYNOVIA_ANALYSER_UNKNOWN;
}

static uint32_t say_broken(struct synovia_solver *solver, const uint32_t *assumptions, size_t count,
                           uint32_t milliseconds, struct synovia_message *message) {
    (void)solver, (void)assumptions, (void)count, (void)milliseconds;
    synovia_say(message, "out of order");
    return SYNOVIA_ANALYSER_FAILED;
}

static uint32_t value(struct synovia_solver *solver, uint32_t formula, void *context,
                      void (*show)(void *, const struct synovia_formula_value *),
                      struct synovia_message *message) {
    (void)solver, (void)formula, (void)context, (void)show, (void)message;
    return SYNOVIA_ANALYSER_REFUSED;
}

static void interrupt(struct synovia_solver *solver) {
    (void)solver;
}

#define FAKE(says)                                                                                 \
    {                                                                                              \
        .size = sizeof(struct synovia_analyser_routines), .open = open, .add = add, .hold = hold,  \
        .check = (says), .value = value, .interrupt = interrupt, .close = interrupt,               \
    }

const struct synovia_analyser_routines fake_unsat = FAKE(say_unsat);
const struct synovia_analyser_routines fake_unknown = FAKE(say_unknown);
const struct synovia_analyser_routines fake_broken = FAKE(say_broken);
