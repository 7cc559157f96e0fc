/*
 * Facts are fields of a struct, found by a switch over the length of their name; rules are lines of
 * C. What a person has not answered stays MISSING, what the person cannot say is CANNOT_SAY; both
 * keep a rule open or make it count, as the protocol wants it.
 */
#include "bench/by_hand.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* ---- facts ----------------------------------------------------------------------------------- */

enum answer { MISSING, CANNOT_SAY, NO, YES };

struct number {
    enum answer state; /* MISSING, CANNOT_SAY, or YES where there is a value */
    double value;
};

enum region { REGION_UNKNOWN, UPPER_BACK, NECK, LOWER_BACK, OTHER_REGION };
enum bones { BONES_UNKNOWN, NONE_KNOWN, OSTEOPENIA, OSTEOPOROSIS, SEVERE_OSTEOPOROSIS };

struct person {
    enum region region;
    enum bones osteoporosis_status;
    enum answer limb_numbness, limb_tingling, limb_weakness, pain_radiates_limb, fever,
        unexplained_weight_loss, weight_loss_intended, spinal_fusion, known_disc_problem,
        fracture_in_area, trauma_in_area, persistent_discomfort, stiffness_returned_quickly,
        relaxed, cooperative, partner_available;
    struct number pain_worst_nrs, pain_duration_days, temperature_c, weight_prior_kg, weight_now_kg,
        weight_prior_months_ago, dxa_t_score, fracture_weeks_ago, trauma_weeks_ago, prior_sessions;
};

static bool is(const msgpack_object_str *text, const char *word, size_t length) {
    return text->size == length && memcmp(text->ptr, word, length) == 0;
}

#define IS(text, word) is(text, word, sizeof(word) - 1)

static bool take_answer(enum answer *answer, const msgpack_object *value) {
    if (value->type == MSGPACK_OBJECT_NIL) {
        *answer = CANNOT_SAY;
        return true;
    }
    *answer = value->via.boolean ? YES : NO;
    return value->type == MSGPACK_OBJECT_BOOLEAN;
}

static bool take_number(struct number *number, const msgpack_object *value, double min,
                        double max) {
    number->state = YES;
    switch (value->type) {
    case MSGPACK_OBJECT_NIL:
        number->state = CANNOT_SAY;
        return true;
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        number->value = (double)value->via.u64;
        break;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        number->value = (double)value->via.i64;
        break;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
        number->value = value->via.f64;
        break;
    default:
        return false;
    }
    return number->value >= min && number->value <= max;
}

static bool take_region(struct person *person, const msgpack_object *value) {
    const msgpack_object_str *text = &value->via.str;
    if (value->type != MSGPACK_OBJECT_STR) {
        return false;
    }
    person->region = IS(text, "upper_back")   ? UPPER_BACK
                     : IS(text, "neck")       ? NECK
                     : IS(text, "lower_back") ? LOWER_BACK
                     : IS(text, "other")      ? OTHER_REGION
                                              : REGION_UNKNOWN;
    return person->region != REGION_UNKNOWN;
}

static bool take_bones(struct person *person, const msgpack_object *value) {
    const msgpack_object_str *text = &value->via.str;
    if (value->type != MSGPACK_OBJECT_STR) {
        return false;
    }
    person->osteoporosis_status = IS(text, "none_known")            ? NONE_KNOWN
                                  : IS(text, "osteopenia")          ? OSTEOPENIA
                                  : IS(text, "osteoporosis")        ? OSTEOPOROSIS
                                  : IS(text, "severe_osteoporosis") ? SEVERE_OSTEOPOROSIS
                                                                    : BONES_UNKNOWN;
    return person->osteoporosis_status != BONES_UNKNOWN;
}

/* One fact; the length of the name leaves one to four candidates. */
static bool take_fact(struct person *p, const msgpack_object_str *name, const msgpack_object *v) {
    switch (name->size) {
    case 5:
        return IS(name, "fever") && take_answer(&p->fever, v);
    case 6:
        return IS(name, "region") && take_region(p, v);
    case 7:
        return IS(name, "relaxed") && take_answer(&p->relaxed, v);
    case 11:
        return IS(name, "cooperative")   ? take_answer(&p->cooperative, v)
               : IS(name, "dxa_t_score") ? take_number(&p->dxa_t_score, v, -10, 10)
                                         : false;
    case 13:
        return IS(name, "limb_numbness")   ? take_answer(&p->limb_numbness, v)
               : IS(name, "limb_tingling") ? take_answer(&p->limb_tingling, v)
               : IS(name, "limb_weakness") ? take_answer(&p->limb_weakness, v)
               : IS(name, "temperature_c") ? take_number(&p->temperature_c, v, 30, 45)
               : IS(name, "weight_now_kg") ? take_number(&p->weight_now_kg, v, 20, 400)
               : IS(name, "spinal_fusion") ? take_answer(&p->spinal_fusion, v)
                                           : false;
    case 14:
        return IS(name, "pain_worst_nrs")   ? take_number(&p->pain_worst_nrs, v, 0, 10)
               : IS(name, "trauma_in_area") ? take_answer(&p->trauma_in_area, v)
               : IS(name, "prior_sessions") ? take_number(&p->prior_sessions, v, 0, 1000)
                                            : false;
    case 15:
        return IS(name, "weight_prior_kg") && take_number(&p->weight_prior_kg, v, 20, 400);
    case 16:
        return IS(name, "fracture_in_area")   ? take_answer(&p->fracture_in_area, v)
               : IS(name, "trauma_weeks_ago") ? take_number(&p->trauma_weeks_ago, v, 0, 5200)
                                              : false;
    case 17:
        return IS(name, "partner_available") && take_answer(&p->partner_available, v);
    case 18:
        return IS(name, "pain_radiates_limb")   ? take_answer(&p->pain_radiates_limb, v)
               : IS(name, "pain_duration_days") ? take_number(&p->pain_duration_days, v, 0, 36500)
               : IS(name, "known_disc_problem") ? take_answer(&p->known_disc_problem, v)
               : IS(name, "fracture_weeks_ago") ? take_number(&p->fracture_weeks_ago, v, 0, 5200)
                                                : false;
    case 19:
        return IS(name, "osteoporosis_status") && take_bones(p, v);
    case 20:
        return IS(name, "weight_loss_intended") && take_answer(&p->weight_loss_intended, v);
    case 21:
        return IS(name, "persistent_discomfort") && take_answer(&p->persistent_discomfort, v);
    case 23:
        return IS(name, "unexplained_weight_loss") ? take_answer(&p->unexplained_weight_loss, v)
               : IS(name, "weight_prior_months_ago")
                   ? take_number(&p->weight_prior_months_ago, v, 0, 120)
                   : false;
    case 26:
        return IS(name, "stiffness_returned_quickly") &&
               take_answer(&p->stiffness_returned_quickly, v);
    default:
        return false;
    }
}

/* ---- rules ----------------------------------------------------------------------------------- */

enum verdict { QUIET, FIRED, UNCERTAIN, OPEN };
enum kind { CONTRAINDICATION, RED_FLAG, PRECONDITION };
enum urgency { NOBODY, ROUTINE, URGENT, IMMEDIATE };

struct rule {
    const char *id;
    enum kind kind;
    enum urgency urgency;
    const char *source;
    const char *because;
    const char *advice;
    const char *to[3];
    const char *see[2];
    const char *needs; /* the fact that it lacks where it is open */
};

#define DOCTOR                                                                                     \
    { "medical doctor" }
#define PROVIDER                                                                                   \
    { "licensed healthcare provider" }

enum rule_id {
    R_OSTEOPOROSIS,
    R_SPINAL_FUSION,
    R_RECENT_FRACTURE,
    R_RECENT_TRAUMA,
    R_DISC_PROBLEM,
    R_LIMB_NUMBNESS,
    R_LIMB_TINGLING,
    R_LIMB_WEAKNESS,
    R_SEVERE_PAIN,
    R_RADIATING_PAIN,
    R_FEVER,
    R_WEIGHT_LOSS,
    R_PERSISTENT_PAIN,
    R_PERSISTENT_DISCOMFORT,
    R_STIFFNESS_RETURNS,
    R_UPPER_BACK_ONLY,
    R_RELAXED,
    R_COOPERATIVE,
    R_PARTNER_NEEDED,
    RULES
};

static const struct rule rules[RULES] = {
    {"osteoporosis",
     CONTRAINDICATION,
     ROUTINE,
     "S16a",
     "With osteoporosis, pressure on the spine can break a bone.",
     NULL,
     PROVIDER,
     {NULL},
     "osteoporosis_status"},
    {"spinal-fusion",
     CONTRAINDICATION,
     ROUTINE,
     "S16b",
     "A spine that was joined in an operation must not be mobilized without a professional.",
     NULL,
     PROVIDER,
     {NULL},
     "spinal_fusion"},
    {"recent-fracture",
     CONTRAINDICATION,
     URGENT,
     "S16c",
     "A fracture in this area may not have healed yet.",
     NULL,
     PROVIDER,
     {NULL},
     "fracture_weeks_ago"},
    {"recent-trauma",
     CONTRAINDICATION,
     URGENT,
     "S16d",
     "After a recent injury, damage that nobody has seen yet must be ruled out first.",
     NULL,
     PROVIDER,
     {NULL},
     "trauma_weeks_ago"},
    {"disc-problem",
     CONTRAINDICATION,
     ROUTINE,
     "S17",
     "Bending and turning can make a disc problem worse.",
     NULL,
     PROVIDER,
     {NULL},
     "known_disc_problem"},
    {"limb-numbness",
     RED_FLAG,
     IMMEDIATE,
     "S18",
     "Numbness in an arm or leg can mean that a nerve is pressed.",
     NULL,
     DOCTOR,
     {"why-nerve-signs-matter"},
     "limb_numbness"},
    {"limb-tingling",
     RED_FLAG,
     IMMEDIATE,
     "S19",
     "Tingling in an arm or leg can mean that a nerve is pressed.",
     NULL,
     DOCTOR,
     {"why-nerve-signs-matter"},
     "limb_tingling"},
    {"limb-weakness",
     RED_FLAG,
     IMMEDIATE,
     "S20",
     "Weakness of an arm or leg can mean that a nerve is pressed.",
     NULL,
     DOCTOR,
     {"why-nerve-signs-matter"},
     "limb_weakness"},
    {"severe-pain",
     RED_FLAG,
     IMMEDIATE,
     "S42a",
     "Severe pain needs a medical examination.",
     NULL,
     DOCTOR,
     {NULL},
     "pain_worst_nrs"},
    {"radiating-pain",
     RED_FLAG,
     IMMEDIATE,
     "S42b",
     "Pain that radiates into an arm or leg needs a medical examination.",
     NULL,
     DOCTOR,
     {"why-nerve-signs-matter"},
     "pain_radiates_limb"},
    {"fever",
     RED_FLAG,
     IMMEDIATE,
     "S42c",
     "Back pain or stiffness with a fever needs a medical examination.",
     NULL,
     DOCTOR,
     {NULL},
     "fever"},
    {"weight-loss",
     RED_FLAG,
     IMMEDIATE,
     "S42d",
     "Weight loss without an explanation needs a medical examination.",
     NULL,
     DOCTOR,
     {NULL},
     "unexplained_weight_loss"},
    {"persistent-pain",
     RED_FLAG,
     ROUTINE,
     "S39",
     "Pain that lasts longer than a week needs a professional assessment.",
     NULL,
     {"licensed healthcare provider", "physical therapist for assessment and exercises",
      "chiropractor or osteopath for manipulation after an examination"},
     {"who-does-what"},
     "pain_duration_days"},
    {"persistent-discomfort",
     RED_FLAG,
     ROUTINE,
     "S38b",
     "Discomfort that persists has a cause that these movements do not reach.",
     NULL,
     {"professional"},
     {"limits-of-self-care", "who-does-what"},
     "persistent_discomfort"},
    {"stiffness-returns",
     RED_FLAG,
     ROUTINE,
     "S38a",
     "Stiffness that returns quickly has a cause that these movements do not reach.",
     NULL,
     {"professional"},
     {"limits-of-self-care", "who-does-what"},
     "stiffness_returned_quickly"},
    {"upper-back-only",
     PRECONDITION,
     NOBODY,
     "S02, S22",
     "These movements are for the upper back; elsewhere they do not apply.",
     "Do not use these movements on another part of the back.",
     {NULL},
     {NULL},
     "region"},
    {"relaxed",
     PRECONDITION,
     NOBODY,
     "S13",
     "Tense muscles resist the movement.",
     "Wait until you are relaxed.",
     {NULL},
     {NULL},
     "relaxed"},
    {"cooperative",
     PRECONDITION,
     NOBODY,
     "S13",
     "The movements are for somebody who can follow the instructions and say stop.",
     "Wait until you can follow the instructions.",
     {NULL},
     {NULL},
     "cooperative"},
    {"partner-needed",
     PRECONDITION,
     NOBODY,
     "S30-S35",
     "The seated technique is done by two.",
     "Use the towel, or wait until somebody can help.",
     {NULL},
     {NULL},
     "partner_available"},
};

static enum verdict when(enum answer answer) {
    static const enum verdict verdicts[] = {OPEN, UNCERTAIN, QUIET, FIRED};
    return verdicts[answer];
}

static enum verdict require(enum answer answer) {
    static const enum verdict verdicts[] = {OPEN, UNCERTAIN, FIRED, QUIET};
    return verdicts[answer];
}

static enum verdict compare(const struct number *number, bool fires) {
    return number->state == YES ? (fires ? FIRED : QUIET) : when(number->state);
}

/* A number that is asked only where the gate is yes: where it is no, there is none. */
static enum verdict gated(enum answer gate, const struct number *number, bool fires) {
    return gate == NO ? QUIET : gate == MISSING ? OPEN : compare(number, fires);
}

static enum answer above_zero(const struct number *number) {
    return number->state != YES ? number->state : number->value > 0 ? YES : NO;
}

static enum verdict bones(const struct person *p) {
    bool measured = p->dxa_t_score.state == YES && p->dxa_t_score.value <= -2.5;
    bool diagnosed = p->osteoporosis_status >= OSTEOPOROSIS;
    return measured || diagnosed ? FIRED : p->osteoporosis_status == BONES_UNKNOWN ? OPEN : QUIET;
}

static enum verdict weight(const struct person *p) {
    bool known = p->weight_prior_kg.state == YES && p->weight_now_kg.state == YES &&
                 p->weight_prior_months_ago.state == YES;
    bool lost = false;
    if (known) {
        double prior = p->weight_prior_kg.value;
        double percent = (prior - p->weight_now_kg.value) / prior * 100;
        lost = percent >= 5 - 1e-7 && p->weight_prior_months_ago.value <= 12;
    }
    enum verdict unintended = lost ? require(p->weight_loss_intended) : QUIET;
    enum verdict reported = when(p->unexplained_weight_loss);
    return reported == FIRED || unintended == FIRED ? FIRED
           : reported == OPEN || unintended == OPEN ? OPEN
           : reported == QUIET                      ? unintended
                                                    : reported;
}

static void judge(const struct person *p, enum verdict v[RULES]) {
    enum answer in_pain = above_zero(&p->pain_worst_nrs);
    bool hot = p->temperature_c.state == YES && p->temperature_c.value >= 38;
    v[R_OSTEOPOROSIS] = bones(p);
    v[R_SPINAL_FUSION] = when(p->spinal_fusion);
    v[R_RECENT_FRACTURE] =
        gated(p->fracture_in_area, &p->fracture_weeks_ago, p->fracture_weeks_ago.value <= 12);
    v[R_RECENT_TRAUMA] =
        gated(p->trauma_in_area, &p->trauma_weeks_ago, p->trauma_weeks_ago.value <= 12);
    v[R_DISC_PROBLEM] = when(p->known_disc_problem);
    v[R_LIMB_NUMBNESS] = when(p->limb_numbness);
    v[R_LIMB_TINGLING] = when(p->limb_tingling);
    v[R_LIMB_WEAKNESS] = when(p->limb_weakness);
    v[R_SEVERE_PAIN] = compare(&p->pain_worst_nrs, p->pain_worst_nrs.value >= 7);
    v[R_RADIATING_PAIN] = in_pain == NO ? QUIET : when(p->pain_radiates_limb);
    v[R_FEVER] = hot ? FIRED : when(p->fever);
    v[R_WEIGHT_LOSS] = weight(p);
    v[R_PERSISTENT_PAIN] = gated(in_pain, &p->pain_duration_days, p->pain_duration_days.value > 7);
    v[R_PERSISTENT_DISCOMFORT] = when(p->persistent_discomfort);
    v[R_STIFFNESS_RETURNS] =
        above_zero(&p->prior_sessions) == NO ? QUIET : when(p->stiffness_returned_quickly);
    v[R_UPPER_BACK_ONLY] = p->region == UPPER_BACK       ? QUIET
                           : p->region == REGION_UNKNOWN ? OPEN
                                                         : FIRED;
    v[R_RELAXED] = require(p->relaxed);
    v[R_COOPERATIVE] = require(p->cooperative);
    v[R_PARTNER_NEEDED] = require(p->partner_available);
}

/* ---- the decision ---------------------------------------------------------------------------- */

enum outcome { CLEAR, DEFER, ASK, REFER, STOP };

struct conclusion {
    enum outcome outcome;
    enum urgency urgency;
    bool complete;
};

static enum outcome outcome_of(enum kind kind) {
    return kind == CONTRAINDICATION ? STOP : kind == RED_FLAG ? REFER : DEFER;
}

static struct conclusion conclude(const enum verdict v[RULES]) {
    struct conclusion c = {CLEAR, NOBODY, true};
    for (int i = 0; i < R_PARTNER_NEEDED; i++) {
        if (v[i] == FIRED || v[i] == UNCERTAIN) {
            enum outcome outcome = outcome_of(rules[i].kind);
            c.outcome = outcome > c.outcome ? outcome : c.outcome;
            c.urgency = rules[i].urgency > c.urgency ? rules[i].urgency : c.urgency;
        }
    }
    bool ask = false;
    for (int i = 0; i < R_PARTNER_NEEDED; i++) {
        bool raises = outcome_of(rules[i].kind) > c.outcome;
        if (v[i] == OPEN && (raises || rules[i].urgency > c.urgency)) {
            c.complete = false;
            ask = ask || raises;
        }
    }
    c.outcome = ask && c.outcome < ASK ? ASK : c.outcome;
    return c;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void put_text(msgpack_packer *pk, const char *text) {
    size_t length = strlen(text);
    msgpack_pack_str(pk, length);
    msgpack_pack_str_body(pk, text, length);
}

#define PUT(pk, literal)                                                                           \
    (msgpack_pack_str(pk, sizeof(literal) - 1),                                                    \
     msgpack_pack_str_body(pk, literal, sizeof(literal) - 1))

static void put_bool(msgpack_packer *pk, bool value) {
    if (value) {
        msgpack_pack_true(pk);
    } else {
        msgpack_pack_false(pk);
    }
}

static size_t count_of(const char *const *texts, size_t most) {
    size_t count = 0;
    while (count < most && texts[count] != NULL) {
        count++;
    }
    return count;
}

static const char *const kinds[] = {"contraindication", "red_flag", "precondition"};
static const char *const urgencies[] = {"none", "routine", "urgent", "immediate"};
static const char *const outcomes[] = {"clear", "defer", "ask", "refer", "stop"};

static size_t count_verdicts(const enum verdict v[RULES], enum verdict a, enum verdict b) {
    size_t count = 0;
    for (int i = 0; i < RULES; i++) {
        count += v[i] == a || v[i] == b;
    }
    return count;
}

static void put_reasons(msgpack_packer *pk, const enum verdict v[RULES]) {
    PUT(pk, "reasons");
    msgpack_pack_array(pk, count_verdicts(v, FIRED, UNCERTAIN));
    for (int i = 0; i < RULES; i++) {
        if (v[i] != FIRED && v[i] != UNCERTAIN) {
            continue;
        }
        size_t see = count_of(rules[i].see, 2);
        msgpack_pack_map(pk, see > 0 ? 7 : 6);
        PUT(pk, "rule");
        put_text(pk, rules[i].id);
        PUT(pk, "kind");
        put_text(pk, kinds[rules[i].kind]);
        PUT(pk, "because");
        put_text(pk, rules[i].because);
        PUT(pk, "certain");
        put_bool(pk, v[i] == FIRED);
        PUT(pk, "source");
        put_text(pk, rules[i].source);
        PUT(pk, "facts");
        msgpack_pack_map(pk, 1);
        put_text(pk, rules[i].needs);
        put_bool(pk, rules[i].kind != PRECONDITION);
        if (see > 0) {
            PUT(pk, "see");
            msgpack_pack_array(pk, see);
            for (size_t k = 0; k < see; k++) {
                put_text(pk, rules[i].see[k]);
            }
        }
    }
}

static void put_open(msgpack_packer *pk, const enum verdict v[RULES]) {
    PUT(pk, "open");
    msgpack_pack_array(pk, count_verdicts(v, OPEN, OPEN));
    for (int i = 0; i < RULES; i++) {
        if (v[i] == OPEN) {
            msgpack_pack_map(pk, 3);
            PUT(pk, "rule");
            put_text(pk, rules[i].id);
            PUT(pk, "kind");
            put_text(pk, kinds[rules[i].kind]);
            PUT(pk, "needs");
            msgpack_pack_array(pk, 1);
            put_text(pk, rules[i].needs);
        }
    }
}

static void put_questions(msgpack_packer *pk, const enum verdict v[RULES]) {
    PUT(pk, "questions");
    msgpack_pack_array(pk, count_verdicts(v, OPEN, OPEN));
    for (int i = 0; i < RULES; i++) {
        if (v[i] == OPEN) {
            msgpack_pack_map(pk, 2);
            PUT(pk, "fact");
            put_text(pk, rules[i].needs);
            PUT(pk, "for");
            msgpack_pack_array(pk, 1);
            put_text(pk, rules[i].id);
        }
    }
}

static void put_referrals(msgpack_packer *pk, const enum verdict v[RULES]) {
    size_t count = 0;
    for (int i = 0; i < RULES; i++) {
        count += (v[i] == FIRED || v[i] == UNCERTAIN) && rules[i].urgency != NOBODY;
    }
    PUT(pk, "referrals");
    msgpack_pack_array(pk, count);
    for (int urgency = IMMEDIATE; urgency > NOBODY && count > 0; urgency--) {
        for (int i = 0; i < RULES; i++) {
            if ((v[i] != FIRED && v[i] != UNCERTAIN) || (int)rules[i].urgency != urgency) {
                continue;
            }
            size_t to = count_of(rules[i].to, 3);
            msgpack_pack_map(pk, 5);
            PUT(pk, "to");
            msgpack_pack_array(pk, to);
            for (size_t k = 0; k < to; k++) {
                put_text(pk, rules[i].to[k]);
            }
            PUT(pk, "urgency");
            put_text(pk, urgencies[urgency]);
            PUT(pk, "because");
            put_text(pk, rules[i].because);
            PUT(pk, "rule");
            put_text(pk, rules[i].id);
            PUT(pk, "certain");
            put_bool(pk, v[i] == FIRED);
        }
    }
}

static void put_advice(msgpack_packer *pk, const enum verdict v[RULES]) {
    size_t count = 0;
    for (int i = R_UPPER_BACK_ONLY; i < RULES; i++) {
        count += v[i] == FIRED || v[i] == UNCERTAIN;
    }
    PUT(pk, "advice");
    msgpack_pack_array(pk, count);
    for (int i = R_UPPER_BACK_ONLY; i < RULES; i++) {
        if (v[i] == FIRED || v[i] == UNCERTAIN) {
            msgpack_pack_map(pk, 3);
            PUT(pk, "rule");
            put_text(pk, rules[i].id);
            PUT(pk, "advice");
            put_text(pk, rules[i].advice);
            PUT(pk, "because");
            put_text(pk, rules[i].because);
        }
    }
}

static void put_technique(msgpack_packer *pk, const char *id, const char *title,
                          const char *available, const char *needs) {
    msgpack_pack_map(pk, 4);
    PUT(pk, "id");
    put_text(pk, id);
    PUT(pk, "title");
    put_text(pk, title);
    PUT(pk, "available");
    put_text(pk, available);
    PUT(pk, "needs");
    msgpack_pack_array(pk, needs == NULL ? 0 : 1);
    if (needs != NULL) {
        put_text(pk, needs);
    }
}

static void put_techniques(msgpack_packer *pk, const struct conclusion *c,
                           const enum verdict v[RULES]) {
    bool cleared = c->outcome == CLEAR && c->complete;
    bool ask = cleared && v[R_PARTNER_NEEDED] == OPEN;
    bool partner = cleared && v[R_PARTNER_NEEDED] == QUIET;
    PUT(pk, "techniques");
    msgpack_pack_array(pk, 2);
    put_technique(pk, "towel-roller", "Arching over a rolled towel", cleared ? "yes" : "no", NULL);
    put_technique(pk, "seated-partner", "Turning with a partner, seated",
                  partner ? "yes"
                  : ask   ? "ask"
                          : "no",
                  ask ? "partner_available" : NULL);
}

/* The id covers what the decision depends on. */
static void put_id(msgpack_packer *pk, const struct person *p, const char *digest,
                   const msgpack_object_str *as_of) {
    static const char hex[] = "0123456789abcdef";
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, digest, strlen(digest));
    XXH3_128bits_update(&state, as_of->ptr, as_of->size);
    XXH3_128bits_update(&state, p, sizeof *p);
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    char text[32];
    for (int i = 0; i < 16; i++) {
        text[2 * i] = hex[canonical.digest[i] >> 4];
        text[2 * i + 1] = hex[canonical.digest[i] & 15];
    }
    msgpack_pack_str(pk, sizeof text);
    msgpack_pack_str_body(pk, text, sizeof text);
}

static void put_decision(msgpack_packer *pk, const struct person *p, const char *digest,
                         const msgpack_object_str *as_of) {
    enum verdict v[RULES];
    judge(p, v);
    struct conclusion c = conclude(v);
    msgpack_pack_map(pk, 16);
    PUT(pk, "decision");
    put_id(pk, p, digest, as_of);
    PUT(pk, "protocol");
    msgpack_pack_map(pk, 3);
    PUT(pk, "id");
    PUT(pk, "thoracic-mobilization");
    PUT(pk, "version");
    PUT(pk, "1.0.0");
    PUT(pk, "digest");
    put_text(pk, digest);
    PUT(pk, "as_of");
    msgpack_pack_str(pk, as_of->size);
    msgpack_pack_str_body(pk, as_of->ptr, as_of->size);
    PUT(pk, "outcome");
    put_text(pk, outcomes[c.outcome]);
    PUT(pk, "urgency");
    if (c.urgency == NOBODY) {
        msgpack_pack_nil(pk);
    } else {
        put_text(pk, urgencies[c.urgency]);
    }
    PUT(pk, "complete");
    put_bool(pk, c.complete);
    put_reasons(pk, v);
    put_open(pk, v);
    put_questions(pk, v);
    put_referrals(pk, v);
    put_advice(pk, v);
    PUT(pk, "results");
    msgpack_pack_map(pk, 0);
    PUT(pk, "scores");
    msgpack_pack_map(pk, 0);
    put_techniques(pk, &c, v);
    PUT(pk, "faults");
    msgpack_pack_array(pk, 0);
    PUT(pk, "failures");
    msgpack_pack_array(pk, 0);
}

/* ---- one request ----------------------------------------------------------------------------- */

void by_hand_init(struct by_hand *by_hand, const char *digest) {
    msgpack_unpacked_init(&by_hand->unpacked);
    msgpack_sbuffer_init(&by_hand->out);
    by_hand->digest = digest;
}

void by_hand_free(struct by_hand *by_hand) {
    msgpack_unpacked_destroy(&by_hand->unpacked);
    msgpack_sbuffer_destroy(&by_hand->out);
}

static bool is_request(const msgpack_object *root) {
    if (root->type != MSGPACK_OBJECT_ARRAY || root->via.array.size != 4) {
        return false;
    }
    const msgpack_object *part = root->via.array.ptr;
    return part[0].type == MSGPACK_OBJECT_POSITIVE_INTEGER && part[0].via.u64 == 0 &&
           part[2].type == MSGPACK_OBJECT_STR && IS(&part[2].via.str, "screen") &&
           part[3].type == MSGPACK_OBJECT_ARRAY && part[3].via.array.size == 1 &&
           part[3].via.array.ptr[0].type == MSGPACK_OBJECT_MAP;
}

static bool take_facts(struct person *person, const msgpack_object *facts) {
    if (facts->type != MSGPACK_OBJECT_MAP) {
        return false;
    }
    for (uint32_t i = 0; i < facts->via.map.size; i++) {
        const msgpack_object_kv *pair = &facts->via.map.ptr[i];
        if (pair->key.type != MSGPACK_OBJECT_STR ||
            !take_fact(person, &pair->key.via.str, &pair->val)) {
            return false;
        }
    }
    return true;
}

bool by_hand_answer(struct by_hand *by_hand, const char *request, size_t length) {
    size_t offset = 0;
    if (msgpack_unpack_next(&by_hand->unpacked, request, length, &offset) !=
            MSGPACK_UNPACK_SUCCESS ||
        !is_request(&by_hand->unpacked.data)) {
        return false;
    }
    const msgpack_object *parts = by_hand->unpacked.data.via.array.ptr;
    const msgpack_object_map *params = &parts[3].via.array.ptr[0].via.map;
    struct person person;
    memset(&person, 0, sizeof person);
    msgpack_object_str as_of = {0, NULL};
    for (uint32_t i = 0; i < params->size; i++) {
        const msgpack_object_kv *pair = &params->ptr[i];
        if (IS(&pair->key.via.str, "facts")) {
            if (!take_facts(&person, &pair->val)) {
                return false;
            }
        } else if (IS(&pair->key.via.str, "as_of")) {
            as_of = pair->val.via.str;
        } else if (!IS(&pair->key.via.str, "protocol")) {
            return false;
        }
    }
    msgpack_packer pk;
    msgpack_sbuffer_clear(&by_hand->out);
    msgpack_packer_init(&pk, &by_hand->out, msgpack_sbuffer_write);
    msgpack_pack_array(&pk, 4);
    msgpack_pack_int(&pk, 1);
    msgpack_pack_uint64(&pk, parts[1].via.u64);
    msgpack_pack_nil(&pk);
    put_decision(&pk, &person, by_hand->digest, &as_of);
    return true;
}
