#include "proof/suggest.h"

#include "base/date.h"
#include "proof/case.h"
#include "proof/mutant.h"
#include "proof/observed.h"
#include "proof/stated.h"

#include <math.h>

enum { SCRATCH_BLOCK = 64 * 1024 };

static const char at_a_limit[] = "at a limit";

/* A value that could be given, and why it is of interest. */
struct candidate {
    struct sent_value value;
    bool absent;
    bool in_unit; /* what it is sent as counts, not what it comes to */
    const char *why;
};

struct suggesting {
    const struct suite *suite;
    const struct program *program;
    const struct functions *functions;
    int32_t as_of; /* of what names no day */
    struct arena *arena;
    struct arena scratch;     /* of one decision */
    struct buffer candidates; /* struct candidate, of the fact at hand */
    struct buffer items;      /* struct lua_cases */
    struct answer **examples; /* what each example comes to; NULL for what is none */
    struct suggestions *result;
    bool failed; /* memory ran out in what is reset */
};

static bool has_failed(const struct suggesting *suggesting) {
    return suggesting->failed || suggesting->arena->failed || suggesting->scratch.failed ||
           suggesting->candidates.failed || suggesting->items.failed;
}

static void add(struct suggesting *suggesting, struct candidate candidate) {
    buffer_append(&suggesting->candidates, &candidate, sizeof candidate);
}

/* ---- which values are of interest ------------------------------------------------------------ */

static void add_number(struct suggesting *suggesting, const struct fact *fact, double number,
                       const char *why) {
    if (number >= fact->min && number <= fact->max && isfinite(number)) {
        struct sent_value value = {.kind = SENT_NUMBER, .number = number};
        add(suggesting, (struct candidate){.value = value, .why = why});
    }
}

/* k - 1, k and k + 1 in the fact's own step. */
static void add_limit(struct suggesting *suggesting, const struct fact *fact, double limit) {
    double step = fact->whole ? 1 : number_shown_step(limit);
    add_number(suggesting, fact, number_moved(limit, -step, step), "below a limit");
    add_number(suggesting, fact, limit, at_a_limit);
    add_number(suggesting, fact, number_moved(limit, step, step), "above a limit");
}

static double units_between(enum node_op op, int32_t from, int32_t to) {
    switch (op) {
    case NODE_WEEKS_AGO:
        return date_completed_weeks(from, to);
    case NODE_MONTHS_AGO:
        return date_completed_months(from, to);
    case NODE_YEARS_AGO:
        return date_completed_years(from, to);
    default:
        return (double)to - from;
    }
}

static void add_day(struct suggesting *suggesting, int32_t day) {
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    struct sent_value value = {.kind = SENT_TEXT,
                               .text = arena_copy(suggesting->arena, text_of(text))};
    add(suggesting, (struct candidate){.value = value, .why = "where a limit in time is passed"});
}

/* The last day with fewer units than the limit, the first with as many, and the same for one more.
 */
static void add_time_limit(struct suggesting *suggesting, enum node_op op, double limit) {
    enum { MOST_DAYS = 200 * 366 };
    for (double units = limit; units <= limit + 1; units++) {
        int32_t days = 0;
        while (days < MOST_DAYS &&
               units_between(op, suggesting->as_of - days, suggesting->as_of) < units) {
            days++;
        }
        if (days > 0 && days < MOST_DAYS) {
            add_day(suggesting, suggesting->as_of - days + 1);
            add_day(suggesting, suggesting->as_of - days);
        }
    }
}

static bool is_time(enum node_op op) {
    return op == NODE_DAYS_AGO || op == NODE_WEEKS_AGO || op == NODE_MONTHS_AGO ||
           op == NODE_YEARS_AGO;
}

/* Each constant that the fact, or the time since it, is compared with. */
static void add_limits(struct suggesting *suggesting, uint32_t index) {
    const struct program *program = suggesting->program;
    const struct fact *fact = &program->facts[index];
    for (node_id id = 0; id < program->node_count; id++) {
        const struct node *node = &program->nodes[id];
        bool compares = node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL;
        for (uint32_t side = 0; compares && side < 2; side++) {
            node_id measured = node_children(program, node)[side];
            const struct node *amount = &program->nodes[node_children(program, node)[1 - side]];
            const struct node *time = &program->nodes[measured];
            if (amount->op != NODE_NUMBER) {
                continue;
            }
            if (measured == fact->node && fact->type == VALUE_NUMBER) {
                add_limit(suggesting, fact, amount->number);
            } else if (is_time(time->op) && node_children(program, time)[0] == fact->node) {
                add_time_limit(suggesting, time->op, amount->number);
            }
        }
    }
}

/* Of the fact's own limits the first, or the least that is allowed. */
static double usual_number(const struct suggesting *suggesting, const struct fact *fact) {
    const struct candidate *candidates = (const void *)suggesting->candidates.at;
    size_t count = suggesting->candidates.length / sizeof *candidates;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(candidates[i].why, at_a_limit) == 0) {
            return candidates[i].value.number;
        }
    }
    return fact->min;
}

/* The same value in another unit: the first in which it has few digits. */
static void add_unit(struct suggesting *suggesting, const struct fact *fact) {
    enum { DIGITS = 10000 };
    double number = usual_number(suggesting, fact);
    for (size_t i = 0; i < fact->unit_count && isfinite(number); i++) {
        const struct unit_conversion *unit = &fact->units[i];
        double sent = round((number - unit->offset) / unit->scale * DIGITS) / DIGITS;
        double back = sent * unit->scale + unit->offset;
        bool same_unit = unit->scale == 1 && unit->offset == 0;
        if (!same_unit && fabs(back - number) <= NUMBER_TOLERANCE * fmax(1, fabs(number))) {
            struct sent_value value = {.kind = SENT_QUANTITY, .number = sent, .text = unit->unit};
            add(suggesting,
                (struct candidate){.value = value, .in_unit = true, .why = "in another unit"});
            return;
        }
    }
}

static void gather(struct suggesting *suggesting, uint32_t index) {
    const struct fact *fact = &suggesting->program->facts[index];
    struct candidate absent = {.absent = true, .why = "not asked yet"};
    struct candidate unanswerable = {.value = {.kind = SENT_NIL}, .why = "cannot be answered"};
    buffer_clear(&suggesting->candidates);
    add_limits(suggesting, index);
    if (fact->type == VALUE_NUMBER) {
        add_unit(suggesting, fact);
        add_number(suggesting, fact, fact->min, "the least that is allowed");
        add_number(suggesting, fact, fact->max, "the most that is allowed");
    }
    add(suggesting, absent);
    add(suggesting, unanswerable);
}

/* ---- what the examples have ------------------------------------------------------------------ */

static struct answer *answers_of(struct suggesting *suggesting, const struct given *given,
                                 struct arena *arena) {
    struct intake intake;
    if (!intake_begin(&intake, suggesting->program, suggesting->as_of, arena)) {
        return NULL;
    }
    for (size_t i = 0; i < given->fact_count; i++) {
        if (!intake_take(&intake, given->facts[i].name, &given->facts[i].value)) {
            return NULL;
        }
    }
    return intake.answers;
}

static bool sends_unit(const struct given *given, struct text fact, struct text unit) {
    for (size_t i = 0; i < given->fact_count; i++) {
        const struct sent_value *value = &given->facts[i].value;
        if (text_equal(given->facts[i].name, fact) && value->kind == SENT_QUANTITY &&
            text_equal(value->text, unit)) {
            return true;
        }
    }
    return false;
}

static bool same(const struct fact *fact, const struct answer *a, const struct answer *b) {
    if (a->state != b->state || a->state != ANSWER_GIVEN) {
        return a->state == b->state;
    }
    return fact->type == VALUE_DATE ? a->day == b->day : a->number == b->number;
}

/* True where some example gives the fact this value. */
static bool is_there(struct suggesting *suggesting, uint32_t index,
                     const struct candidate *candidate) {
    const struct suite *suite = suggesting->suite;
    const struct fact *fact = &suggesting->program->facts[index];
    struct given_fact one = {.name = fact->name, .value = candidate->value};
    struct given given = {.facts = &one, .fact_count = candidate->absent ? 0 : 1};
    arena_reset(&suggesting->scratch);
    const struct answer *wanted = answers_of(suggesting, &given, &suggesting->scratch);
    suggesting->failed = suggesting->failed || wanted == NULL;
    for (size_t i = 0; wanted != NULL && i < suite->test_count; i++) {
        if (suggesting->examples[i] == NULL) {
            continue;
        }
        bool there = candidate->in_unit
                         ? sends_unit(&suite->tests[i].given, fact->name, candidate->value.text)
                         : same(fact, &suggesting->examples[i][index], &wanted[index]);
        if (there) {
            return true;
        }
    }
    return false;
}

static bool read_examples(struct suggesting *suggesting) {
    const struct suite *suite = suggesting->suite;
    suggesting->examples =
        arena_calloc(suggesting->arena, suite->test_count + 1, sizeof *suggesting->examples);
    for (size_t i = 0; suggesting->examples != NULL && i < suite->test_count; i++) {
        if (suite->tests[i].kind == TEST_EXAMPLE) {
            suggesting->examples[i] =
                answers_of(suggesting, &suite->tests[i].given, suggesting->arena);
        }
    }
    return !suggesting->arena->failed;
}

/* ---- for whom it makes a difference ---------------------------------------------------------- */

static struct lua_case case_of(const struct suggesting *suggesting, const struct named_facts *base,
                               const struct lua_fact *fact) {
    bool has_day = base->given.has_as_of;
    return (struct lua_case){
        .program = suggesting->program,
        .base = base->name,
        .facts = fact,
        .fact_count = 1,
        .as_of = has_day ? base->given.as_of : suggesting->as_of,
    };
}

/* What is decided for the case; the expectation lives in the arena given. */
static bool decide_case(struct suggesting *suggesting, const struct lua_case *line,
                        struct arena *arena, struct expectation *all) {
    struct given given;
    if (!lua_case_given(suggesting->suite, line, arena, &given)) {
        return false;
    }
    const struct decision *decision =
        case_of_given(suggesting->program, &given, line->as_of, suggesting->functions, arena);
    return decision != NULL && observed(decision, arena, all);
}

static bool same_words(struct suggesting *suggesting, const struct expectation *a,
                       const struct expectation *b) {
    struct buffer first = {0};
    struct buffer second = {0};
    lua_expectation(&first, suggesting->program, a);
    lua_expectation(&second, suggesting->program, b);
    suggesting->failed = suggesting->failed || first.failed || second.failed;
    bool equal = text_equal(buffer_text(&first), buffer_text(&second));
    buffer_free(&first);
    buffer_free(&second);
    return equal;
}

struct looking {
    struct suggesting *suggesting;
    const struct named_facts *base;
    uint32_t fact;
    struct expectation first;
    bool has_first, differs, refused;
};

static void look_at(struct looking *looking, const struct candidate *candidate) {
    struct suggesting *suggesting = looking->suggesting;
    struct arena *arena = &suggesting->scratch;
    struct lua_fact fact = {looking->fact, candidate->absent, candidate->value};
    struct lua_case line = case_of(suggesting, looking->base, &fact);
    struct expectation all;
    bool decided = decide_case(suggesting, &line, arena, &all);
    suggesting->failed = suggesting->failed || !decided;
    if (!decided || all.fault_count > 0) {
        looking->refused = true;
    } else if (!looking->has_first) {
        looking->first = all;
        looking->has_first = true;
    } else {
        looking->differs = looking->differs || !same_words(suggesting, &looking->first, &all);
    }
}

/* Every answer of a fact that has a list of them. */
static void look_at_options(struct looking *looking, const struct fact *fact) {
    struct candidate candidate = {.value = {.kind = SENT_BOOL}};
    for (size_t i = 0; fact->type == VALUE_YES_NO && i < 2; i++) {
        candidate.value.yes = i == 1;
        look_at(looking, &candidate);
    }
    candidate.value.kind = SENT_TEXT;
    for (size_t i = 0; fact->type == VALUE_CHOICE && i < fact->option_count; i++) {
        candidate.value.text = fact->options[i];
        look_at(looking, &candidate);
    }
}

/* True where two of the values are decided otherwise, and none is refused. */
static bool matters_to(struct suggesting *suggesting, uint32_t index,
                       const struct named_facts *base) {
    const struct candidate *candidates = (const void *)suggesting->candidates.at;
    size_t count = suggesting->candidates.length / sizeof *candidates;
    struct looking looking = {.suggesting = suggesting, .base = base, .fact = index};
    arena_reset(&suggesting->scratch);
    for (size_t i = 0; i < count && !looking.refused; i++) {
        look_at(&looking, &candidates[i]);
    }
    look_at_options(&looking, &suggesting->program->facts[index]);
    return looking.differs && !looking.refused;
}

static const struct named_facts *base_for(struct suggesting *suggesting, uint32_t index) {
    static const struct named_facts nobody;
    for (size_t i = 0; i < suggesting->suite->base_count; i++) {
        if (matters_to(suggesting, index, &suggesting->suite->bases[i])) {
            return &suggesting->suite->bases[i];
        }
    }
    return matters_to(suggesting, index, &nobody) ? &nobody : NULL;
}

/* ---- one fact -------------------------------------------------------------------------------- */

static bool is_repeated(const struct lua_fact *facts, size_t count, const struct candidate *next) {
    for (size_t i = 0; i < count; i++) {
        const struct sent_value *value = &facts[i].value;
        bool alike = facts[i].absent == next->absent && value->kind == next->value.kind &&
                     value->number == next->value.number &&
                     text_equal(value->text, next->value.text);
        if (alike) {
            return true;
        }
    }
    return false;
}

static bool write_line(struct suggesting *suggesting, struct lua_case *line,
                       const struct candidate *candidate) {
    struct expectation all;
    arena_reset(&suggesting->scratch);
    line->note = text_of(candidate->why);
    return decide_case(suggesting, line, suggesting->arena, &all) &&
           observed_summary(&all, suggesting->arena, &line->expect);
}

static void suggest_with(struct suggesting *suggesting, uint32_t index,
                         const struct named_facts *base) {
    const struct candidate *candidates = (const void *)suggesting->candidates.at;
    size_t count = suggesting->candidates.length / sizeof *candidates;
    struct lua_fact *facts = arena_calloc(suggesting->arena, count, sizeof *facts);
    struct lua_case *lines = arena_calloc(suggesting->arena, count, sizeof *lines);
    struct lua_cases cases = {.base = base->name, .lines = lines};
    struct text name = suggesting->program->facts[index].name;
    cases.writes_as_of = text_is_empty(base->name) && lua_case_needs_day(suggesting->program);
    cases.as_of = suggesting->as_of;
    cases.name =
        arena_format(suggesting->arena, "%.*s, at its boundaries", (int)name.length, name.at);
    for (size_t i = 0; i < count && !has_failed(suggesting) && facts != NULL; i++) {
        if (is_there(suggesting, index, &candidates[i]) ||
            is_repeated(facts, cases.count, &candidates[i])) {
            continue;
        }
        facts[cases.count] = (struct lua_fact){index, candidates[i].absent, candidates[i].value};
        lines[cases.count] = case_of(suggesting, base, &facts[cases.count]);
        if (write_line(suggesting, &lines[cases.count], &candidates[i])) {
            cases.count++;
        }
    }
    if (cases.count > 0) {
        buffer_append(&suggesting->items, &cases, sizeof cases);
        suggesting->result->case_count += cases.count;
    }
}

static bool lacks_any(struct suggesting *suggesting, uint32_t index) {
    const struct candidate *candidates = (const void *)suggesting->candidates.at;
    size_t count = suggesting->candidates.length / sizeof *candidates;
    for (size_t i = 0; i < count; i++) {
        if (!is_there(suggesting, index, &candidates[i])) {
            return true;
        }
    }
    return false;
}

static void suggest_fact(struct suggesting *suggesting, uint32_t index) {
    const struct fact *fact = &suggesting->program->facts[index];
    if (fact->live && !fact->screened) {
        return;
    }
    gather(suggesting, index);
    if (!lacks_any(suggesting, index)) {
        return;
    }
    const struct named_facts *base = base_for(suggesting, index);
    if (base == NULL) {
        suggesting->result->unplaced++;
    } else {
        suggest_with(suggesting, index, base);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int32_t first_as_of(const struct suite *suite, int32_t today) {
    for (size_t i = 0; i < suite->test_count; i++) {
        if (suite->tests[i].given.has_as_of) {
            return suite->tests[i].given.as_of;
        }
    }
    return today;
}

static bool publish(struct suggesting *suggesting) {
    size_t bytes = suggesting->items.length;
    struct lua_cases *items = arena_calloc(suggesting->arena, bytes + 1, 1);
    if (items == NULL || has_failed(suggesting)) {
        return false;
    }
    if (bytes > 0) {
        memcpy(items, suggesting->items.at, bytes);
    }
    suggesting->result->items = items;
    suggesting->result->count = bytes / sizeof *items;
    return true;
}

bool suggest(const struct suite *suite, const struct functions *functions, int32_t today,
             struct arena *arena, struct suggestions *suggestions) {
    struct suggesting suggesting = {
        .suite = suite,
        .program = suite->program,
        .functions = functions,
        .as_of = first_as_of(suite, today),
        .arena = arena,
        .result = suggestions,
    };
    *suggestions = (struct suggestions){.count = 0};
    arena_init(&suggesting.scratch, SCRATCH_BLOCK, 0);
    bool done = read_examples(&suggesting);
    for (uint32_t i = 0; done && i < suite->program->fact_count && !has_failed(&suggesting); i++) {
        suggest_fact(&suggesting, i);
    }
    done = done && publish(&suggesting);
    arena_free(&suggesting.scratch);
    buffer_free(&suggesting.candidates);
    buffer_free(&suggesting.items);
    return done;
}
