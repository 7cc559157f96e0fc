#include "proof/smaller.h"

#include <math.h>

struct making {
    const struct program *program;
    int32_t as_of;
    struct answer *answers;
    smaller_test *test;
    void *context;
};

/* Takes the answer where the test still holds with it. */
static bool try_answer(struct making *making, size_t fact, struct answer answer) {
    struct answer kept = making->answers[fact];
    making->answers[fact] = answer;
    if (making->test(making->context, making->answers)) {
        return true;
    }
    making->answers[fact] = kept;
    return false;
}

/* ---- fewer ----------------------------------------------------------------------------------- */

static bool drop(struct making *making, size_t fact) {
    return making->answers[fact].state != ANSWER_ABSENT &&
           try_answer(making, fact, (struct answer){.state = ANSWER_ABSENT});
}

/* Until nothing more can go: what went may have been the reason for another. */
static void drop_all(struct making *making) {
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = making->program->fact_count; i-- > 0;) {
            again = drop(making, i) || again;
        }
    }
}

/* ---- plainer --------------------------------------------------------------------------------- */

static struct answer with_option(uint32_t option) {
    return (struct answer){.state = ANSWER_GIVEN, .option = option};
}

static void plain_option(struct making *making, size_t fact) {
    uint32_t now = making->answers[fact].option;
    for (uint32_t option = 0; option < now; option++) {
        if (try_answer(making, fact, with_option(option))) {
            return;
        }
    }
}

static struct answer with_number(double number) {
    return (struct answer){.state = ANSWER_GIVEN, .number = number};
}

/* Where plain numbers begin: 0 where it is allowed, else the end that is nearer to it. */
static double origin_of(const struct fact *fact) {
    return fact->min > 0 ? fact->min : fact->max < 0 ? fact->max : 0;
}

/* The value nearest to the origin, in steps of 1 / scale, that still passes: by halving, so the
 * test need not pass everywhere between; what is returned passes. */
static bool nearest(struct making *making, size_t fact, double scale) {
    double origin = origin_of(&making->program->facts[fact]);
    double now = making->answers[fact].number;
    double direction = now < origin ? -1 : 1;
    double far = ceil(fabs(now - origin) * scale);
    double near = 0;
    bool found = false;
    while (near <= far && far < 1e9) {
        double middle = floor((near + far) / 2);
        double value = (origin * scale + direction * middle) / scale;
        const struct fact *declared = &making->program->facts[fact];
        value = value > declared->max ? declared->max : value;
        value = value < declared->min ? declared->min : value;
        if (try_answer(making, fact, with_number(value))) {
            found = true;
            far = middle - 1;
        } else {
            near = middle + 1;
        }
    }
    return found;
}

static void plain_number(struct making *making, size_t fact) {
    const struct fact *declared = &making->program->facts[fact];
    if (try_answer(making, fact, with_number(origin_of(declared)))) {
        return;
    }
    double scale = 1;
    for (int digits = 0; digits < (declared->whole ? 1 : 4); digits++) {
        if (nearest(making, fact, scale)) {
            return;
        }
        scale *= 10;
    }
}

static void plain_date(struct making *making, size_t fact) {
    int32_t near = 0;
    int32_t days = making->as_of - making->answers[fact].day;
    int32_t far = days < 0 ? -days : days;
    while (near <= far) {
        int32_t middle = near + (far - near) / 2;
        struct answer answer = {.state = ANSWER_GIVEN,
                                .day = making->as_of - (days < 0 ? -middle : middle)};
        if (try_answer(making, fact, answer)) {
            far = middle - 1;
        } else {
            near = middle + 1;
        }
    }
}

/* An answer reads better than that there is none. */
static void answer(struct making *making, size_t fact) {
    const struct fact *declared = &making->program->facts[fact];
    uint32_t options = declared->type == VALUE_CHOICE ? (uint32_t)declared->option_count : 2;
    if (declared->type == VALUE_NUMBER) {
        try_answer(making, fact, with_number(origin_of(declared)));
    } else if (declared->type != VALUE_DATE) {
        for (uint32_t i = 0; i < options && !try_answer(making, fact, with_option(i)); i++) {
        }
    }
}

static void plain(struct making *making, size_t fact) {
    if (making->answers[fact].state == ANSWER_UNANSWERABLE) {
        answer(making, fact);
    }
    if (making->answers[fact].state != ANSWER_GIVEN) {
        return;
    }
    switch (making->program->facts[fact].type) {
    case VALUE_YES_NO:
    case VALUE_CHOICE:
        plain_option(making, fact);
        return;
    case VALUE_NUMBER:
        plain_number(making, fact);
        return;
    case VALUE_DATE:
        plain_date(making, fact);
        return;
    }
}

void smaller_answers(const struct program *program, int32_t as_of, struct answer *answers,
                     smaller_test *test, void *context) {
    struct making making = {program, as_of, answers, test, context};
    drop_all(&making);
    for (size_t i = 0; i < program->fact_count; i++) {
        plain(&making, i);
    }
    drop_all(&making);
}

size_t smaller_count(const struct program *program, const struct answer *answers) {
    size_t count = 0;
    for (size_t i = 0; i < program->fact_count; i++) {
        count += answers[i].state != ANSWER_ABSENT;
    }
    return count;
}
