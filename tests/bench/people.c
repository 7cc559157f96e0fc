#include "bench/people.h"

#include <string.h>

#define YES(name)                                                                                  \
    { name, FACT_YES_NO, 1, NULL }
#define NO(name)                                                                                   \
    { name, FACT_YES_NO, 0, NULL }
#define NUMBER(name, value)                                                                        \
    { name, FACT_NUMBER, value, NULL }
#define CHOICE(name, value)                                                                        \
    { name, FACT_CHOICE, 0, value }

static const struct person_fact well[] = {
    CHOICE("region", "upper_back"),
    NO("limb_numbness"),
    NO("limb_tingling"),
    NO("limb_weakness"),
    NUMBER("pain_worst_nrs", 3),
    NO("pain_radiates_limb"),
    NUMBER("pain_duration_days", 2),
    NO("fever"),
    NUMBER("temperature_c", 36.8),
    NO("unexplained_weight_loss"),
    NUMBER("weight_prior_kg", 70.5),
    NUMBER("weight_now_kg", 70),
    NUMBER("weight_prior_months_ago", 6),
    NO("weight_loss_intended"),
    CHOICE("osteoporosis_status", "none_known"),
    NUMBER("dxa_t_score", 0.4),
    NO("spinal_fusion"),
    NO("known_disc_problem"),
    YES("fracture_in_area"),
    NUMBER("fracture_weeks_ago", 104),
    YES("trauma_in_area"),
    NUMBER("trauma_weeks_ago", 52),
    NO("persistent_discomfort"),
    NUMBER("prior_sessions", 3),
    NO("stiffness_returned_quickly"),
    YES("relaxed"),
    YES("cooperative"),
    YES("partner_available"),
};

/* What the second person answers otherwise. */
static const struct person_fact flags[] = {
    YES("limb_numbness"),
    YES("pain_radiates_limb"),
};

enum { WELL = sizeof well / sizeof well[0], FLAGS = sizeof flags / sizeof flags[0] };

const struct bench_person *bench_person(size_t index) {
    static const struct bench_person people[BENCH_PEOPLE] = {
        {"all facts, cleared", "clear", WELL, well, 0, NULL},
        {"all facts, two red flags", "refer", WELL, well, FLAGS, flags},
    };
    return &people[index];
}

const struct person_fact *bench_fact(const struct bench_person *person, size_t index) {
    for (size_t i = 0; i < person->change_count; i++) {
        if (strcmp(person->changes[i].name, person->base[index].name) == 0) {
            return &person->changes[i];
        }
    }
    return &person->base[index];
}
