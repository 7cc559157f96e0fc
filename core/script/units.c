#include "script/units.h"

#include "base/ucum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <udunits2.h>

/*
 * A unit is what udunits2 makes of it, and for people the codes that it is made of:
 *
 *     weight / (height * height)     kg^1 m^-2     "kg/m2"
 */
enum { FACTORS = 8 };

struct factor {
    struct text code;
    int power;
};

struct unit {
    struct unit *next;
    const struct units *units;
    const struct ucum_unit *row; /* of the table that it is; NULL: joined or worked out */
    ut_unit *meaning;            /* NULL: the number 1, which needs no database */
    struct text text;
    struct factor factors[FACTORS];
    size_t factor_count;
    bool has_offset;
    bool is_ratio; /* has no dimension */
};

/* The conversions of a unit, once worked out. */
struct known_conversions {
    struct known_conversions *next;
    const struct unit *unit;
    const struct unit_conversion *items;
    size_t count;
};

struct units {
    struct arena *arena;
    struct known_conversions *conversions;
    ut_system *system; /* NULL until the first unit */
    ut_unit *one;
    struct unit *all; /* whose meanings are to be freed */
    struct unit *plain;
    bool failed;
    bool missing;
};

struct units *units_open(struct arena *arena) {
    struct units *units = arena_calloc(arena, 1, sizeof *units);
    if (units != NULL) {
        units->arena = arena;
    }
    return units;
}

void units_close(struct units *units) {
    if (units == NULL) {
        return;
    }
    for (struct unit *unit = units->all; unit != NULL; unit = unit->next) {
        ut_free(unit->meaning);
    }
    ut_free(units->one);
    ut_free_system(units->system);
    units->all = NULL;
    units->one = NULL;
    units->system = NULL;
}

bool units_failed(const struct units *units, bool *missing) {
    if (missing != NULL) {
        *missing = units->missing;
    }
    return units->failed;
}

static void *fail(struct units *units) {
    units->failed = true;
    return NULL;
}

/* Reads udunits2's database and adds the one base unit that it does not have. */
static bool open_system(struct units *units) {
    if (units->system != NULL || units->failed) {
        return !units->failed;
    }
    ut_set_error_message_handler(ut_ignore);
    units->system = ut_read_xml(NULL);
    if (units->system == NULL) {
        ut_status status = ut_get_status();
        units->missing =
            status == UT_OPEN_ARG || status == UT_OPEN_ENV || status == UT_OPEN_DEFAULT;
        return fail(units) != NULL;
    }
    units->one = ut_get_dimensionless_unit_one(units->system);
    ut_unit *international = ut_new_base_unit(units->system);
    bool mapped = international != NULL &&
                  ut_map_name_to_unit("international_unit", UT_ASCII, international) == UT_SUCCESS;
    ut_free(international);
    return (units->one != NULL && mapped) || fail(units) != NULL;
}

/* ---- text ---- */

/* The factors with a positive power, or those with a negative one, joined by `.` or led by `/`. */
static size_t write_factors(const struct unit *unit, bool positive, char *out, size_t end) {
    for (size_t i = 0; i < unit->factor_count; i++) {
        const struct factor *factor = &unit->factors[i];
        if ((factor->power > 0) != positive) {
            continue;
        }
        if (!positive) {
            out[end++] = '/';
        } else if (end > 0) {
            out[end++] = '.';
        }
        memcpy(out + end, factor->code.at, factor->code.length);
        end += factor->code.length;
        int power = abs(factor->power);
        if (power > 1) {
            out[end++] = (char)('0' + (power > 9 ? 9 : power));
        }
    }
    return end;
}

static bool make_text(struct units *units, struct unit *unit) {
    size_t length = 1;
    for (size_t i = 0; i < unit->factor_count; i++) {
        length += unit->factors[i].code.length + 3;
    }
    char *text = arena_alloc(units->arena, length);
    if (text == NULL) {
        return false;
    }
    size_t end = write_factors(unit, true, text, 0);
    end = write_factors(unit, false, text, end);
    unit->text = end == 0 ? text_of("1") : text_from(text, end);
    return true;
}

/* ---- making units ---- */

/* NULL only where both are the number 1 and nothing has needed the database. */
static ut_unit *meaning_of(const struct unit *unit) {
    return unit->meaning != NULL ? unit->meaning : unit->units->one;
}

/*
 * A converter of `from` to `to` as a line; false where they measure different things. udunits2 also
 * converts to the reciprocal (a duration to a rate), which is no line: it has no value at 0.
 */
static bool line_between(ut_unit *from, ut_unit *to, double *scale, double *offset) {
    if (ut_are_convertible(from, to) == 0) {
        return false;
    }
    cv_converter *converter = ut_get_converter(from, to);
    if (converter == NULL) {
        return false;
    }
    *offset = cv_convert_double(converter, 0);
    *scale = cv_convert_double(converter, 1) - *offset;
    cv_free(converter);
    return isfinite(*offset) && isfinite(*scale);
}

/* A unit whose factors are set; takes over `meaning`. */
static struct unit *add_unit(struct units *units, struct unit *unit, ut_unit *meaning) {
    if (meaning == NULL) {
        return fail(units);
    }
    unit->units = units;
    unit->meaning = meaning;
    unit->next = units->all;
    units->all = unit;
    unit->is_ratio =
        ut_is_dimensionless(meaning) != 0 || ut_are_convertible(meaning, units->one) != 0;
    if (!make_text(units, unit)) {
        return fail(units);
    }
    return unit;
}

static struct unit *new_unit(struct units *units) {
    struct unit *unit = arena_calloc(units->arena, 1, sizeof *unit);
    return unit == NULL ? fail(units) : unit;
}

static void add_factor(struct unit *unit, struct text code, int power) {
    size_t at = 0;
    while (at < unit->factor_count && !text_equal(unit->factors[at].code, code)) {
        at++;
    }
    if (at == unit->factor_count && at == FACTORS) {
        return; /* only the text for people is shortened */
    }
    if (at == unit->factor_count) {
        unit->factors[unit->factor_count++] = (struct factor){code, 0};
    }
    unit->factors[at].power += power;
    if (unit->factors[at].power == 0) {
        unit->factors[at] = unit->factors[--unit->factor_count];
    }
}

static ut_unit *parse_row(struct units *units, const struct ucum_unit *row) {
    ut_unit *meaning = ut_parse(units->system, row->udunits, UT_ASCII);
    return meaning == NULL ? fail(units) : meaning;
}

/* `m2` is `m` with power 2 where the table has no such code itself. */
static const struct ucum_unit *find_atom(struct text atom, int *power) {
    *power = 1;
    const struct ucum_unit *row = ucum_find(atom);
    char last = atom.length > 1 ? atom.at[atom.length - 1] : 'x';
    if (row != NULL || last < '2' || last > '9') {
        return row;
    }
    *power = last - '0';
    return ucum_find(text_from(atom.at, atom.length - 1));
}

/* ---- reading codes ---- */

/* Copies the code without its remarks in braces, and without an operator that then ends it. */
static struct text without_remarks(struct units *units, struct text code) {
    char *copy = arena_alloc(units->arena, code.length + 1);
    size_t length = 0;
    int depth = 0;
    for (size_t i = 0; copy != NULL && i < code.length; i++) {
        depth += code.at[i] == '{';
        if (depth == 0) {
            copy[length++] = code.at[i];
        }
        depth -= code.at[i] == '}' && depth > 0;
    }
    while (length > 1 && (copy[length - 1] == '/' || copy[length - 1] == '.')) {
        length--;
    }
    return text_from(copy, copy == NULL ? 0 : length);
}

/* Multiplies `meaning` by one atom; false where it is not known. */
static bool apply_atom(struct units *units, struct unit *unit, ut_unit **meaning, struct text atom,
                       int sign) {
    int power = 1;
    const struct ucum_unit *row = find_atom(atom, &power);
    if (row == NULL || units->failed) {
        return false;
    }
    ut_unit *part = parse_row(units, row);
    ut_unit *raised = part == NULL ? NULL : ut_raise(part, power * sign);
    ut_unit *product = raised == NULL ? NULL : ut_multiply(*meaning, raised);
    ut_free(part);
    ut_free(raised);
    ut_free(*meaning);
    *meaning = product;
    add_factor(unit, text_of(row->code), power * sign);
    return product != NULL || fail(units) != NULL;
}

/* Reads `kg/m2`, `m.s`, `/min` atom by atom. */
static const struct unit *read_joined(struct units *units, struct text code, struct text *wrong) {
    struct unit *unit = new_unit(units);
    ut_unit *meaning = unit == NULL ? NULL : ut_clone(units->one);
    int sign = 1;
    size_t start = 0;
    for (size_t i = 0; meaning != NULL && i <= code.length; i++) {
        if (i < code.length && code.at[i] != '/' && code.at[i] != '.') {
            continue;
        }
        struct text atom = text_from(code.at + start, i - start);
        bool leading = i == 0 && code.length > 1 && code.at[0] == '/';
        if (!leading && !apply_atom(units, unit, &meaning, atom, sign)) {
            if (wrong != NULL) {
                *wrong = atom;
            }
            ut_free(meaning);
            return NULL;
        }
        sign = i < code.length && code.at[i] == '/' ? -1 : 1;
        start = i + 1;
    }
    return unit == NULL ? NULL : add_unit(units, unit, meaning);
}

/* The factors of a code of the table: its atoms where each is a code itself, else the whole. */
static void split_factors(struct unit *unit, struct text code) {
    int sign = 1;
    size_t start = 0;
    struct unit split = {.factor_count = 0};
    for (size_t i = 0; i <= code.length; i++) {
        if (i < code.length && code.at[i] != '/') {
            continue;
        }
        int power = 1;
        const struct ucum_unit *row = find_atom(text_from(code.at + start, i - start), &power);
        if (row == NULL) {
            add_factor(unit, code, 1);
            return;
        }
        add_factor(&split, text_of(row->code), power * sign);
        sign = -1;
        start = i + 1;
    }
    memcpy(unit->factors, split.factors, sizeof unit->factors);
    unit->factor_count = split.factor_count;
}

/* `m2` reads better as `m` twice where it meets another `m`. */
static void reduce_powers(struct unit *unit) {
    for (size_t i = 0; i < unit->factor_count; i++) {
        struct text code = unit->factors[i].code;
        char last = code.at[code.length - 1];
        struct text base = text_from(code.at, code.length - 1);
        const struct ucum_unit *row =
            last >= '2' && last <= '9' && base.length > 0 ? ucum_find(base) : NULL;
        if (row != NULL) {
            int power = unit->factors[i].power * (last - '0');
            unit->factors[i] = unit->factors[--unit->factor_count];
            add_factor(unit, text_of(row->code), power);
            i = (size_t)-1;
        }
    }
}

static const struct unit *find_row(const struct units *units, const struct ucum_unit *row) {
    const struct unit *unit = units->all;
    while (unit != NULL && unit->row != row) {
        unit = unit->next;
    }
    return unit;
}

static const struct unit *read_row(struct units *units, const struct ucum_unit *row) {
    const struct unit *known = find_row(units, row);
    if (known != NULL) {
        return known;
    }
    struct unit *unit = new_unit(units);
    if (unit == NULL) {
        return NULL;
    }
    split_factors(unit, text_of(row->code));
    reduce_powers(unit);
    struct unit *made = add_unit(units, unit, parse_row(units, row));
    if (made != NULL) {
        made->row = row;
        made->text = text_of(row->code);
        made->has_offset = strcmp(row->code, "Cel") == 0 || strcmp(row->code, "[degF]") == 0;
        if (strcmp(row->udunits, "1") == 0) {
            made->factor_count = 0; /* a label, not a factor */
        }
    }
    return made;
}

const struct unit *units_find(struct units *units, struct text code, struct text *wrong) {
    if (!open_system(units)) {
        return NULL;
    }
    struct text plain = without_remarks(units, code);
    if (plain.at == NULL) {
        return fail(units);
    }
    const struct ucum_unit *row = ucum_find(plain);
    if (row != NULL) {
        return read_row(units, row);
    }
    if (text_is_empty(plain)) {
        return units_one(units);
    }
    return read_joined(units, plain, wrong);
}

const struct unit *units_one(struct units *units) {
    if (units->plain == NULL && !units->failed) {
        struct unit *unit = new_unit(units);
        if (unit != NULL) {
            unit->units = units;
            unit->is_ratio = true;
            unit->text = text_of("1");
        }
        units->plain = unit;
    }
    return units->plain;
}

static const struct unit *join(struct units *units, const struct unit *a, const struct unit *b,
                               int sign) {
    if (a->meaning == NULL && b->meaning == NULL) {
        return a;
    }
    struct unit *unit = new_unit(units);
    if (unit == NULL) {
        return NULL;
    }
    memcpy(unit->factors, a->factors, sizeof unit->factors);
    unit->factor_count = a->factor_count;
    for (size_t i = 0; i < b->factor_count; i++) {
        add_factor(unit, b->factors[i].code, b->factors[i].power * sign);
    }
    ut_unit *meaning = sign > 0 ? ut_multiply(meaning_of(a), meaning_of(b))
                                : ut_divide(meaning_of(a), meaning_of(b));
    return add_unit(units, unit, meaning);
}

const struct unit *units_multiply(struct units *units, const struct unit *a, const struct unit *b) {
    return join(units, a, b, 1);
}

const struct unit *units_divide(struct units *units, const struct unit *a, const struct unit *b) {
    return join(units, a, b, -1);
}

/* ---- asking ---- */

struct text unit_text(const struct unit *unit) {
    return unit->text;
}

bool unit_has_offset(const struct unit *unit) {
    return unit->has_offset;
}

enum unit_fit unit_compare(const struct unit *a, const struct unit *b, double *scale,
                           double *offset) {
    *scale = 1;
    *offset = 0;
    if (meaning_of(a) == meaning_of(b)) {
        return UNIT_SAME;
    }
    if (!line_between(meaning_of(a), meaning_of(b), scale, offset)) {
        return UNIT_APART;
    }
    bool same = fabs(*scale - 1) < 1e-12 && fabs(*offset) < 1e-12;
    return same ? UNIT_SAME : UNIT_SCALED;
}

bool unit_converts(const struct unit *unit) {
    return !unit->is_ratio;
}

/* The rows of the table that measure the same; NULL where units_failed. */
static struct known_conversions *work_out(struct units *units, const struct unit *unit) {
    size_t rows = 0;
    while (ucum_table()[rows].code != NULL) {
        rows++;
    }
    struct known_conversions *known = arena_calloc(units->arena, 1, sizeof *known);
    struct unit_conversion *all = arena_calloc(units->arena, rows, sizeof *all);
    if (known == NULL || all == NULL || !open_system(units)) {
        return fail(units);
    }
    for (size_t i = 0; i < rows; i++) {
        const struct ucum_unit *row = &ucum_table()[i];
        ut_unit *meaning = parse_row(units, row);
        struct unit_conversion *next = &all[known->count];
        if (meaning == NULL) {
            return NULL;
        }
        if (!text_is(unit->text, row->code) &&
            line_between(meaning, unit->meaning, &next->scale, &next->offset)) {
            next->unit = text_of(row->code);
            known->count++;
        }
        ut_free(meaning);
    }
    *known = (struct known_conversions){units->conversions, unit, all, known->count};
    units->conversions = known;
    return known;
}

bool units_conversions(struct units *units, const struct unit *unit,
                       const struct unit_conversion **conversions, size_t *count) {
    *count = 0;
    *conversions = NULL;
    if (!unit_converts(unit)) {
        return true;
    }
    const struct known_conversions *known = units->conversions;
    while (known != NULL && known->unit != unit) {
        known = known->next;
    }
    if (known == NULL) {
        known = work_out(units, unit);
    }
    if (known == NULL) {
        return false;
    }
    *conversions = known->items;
    *count = known->count;
    return true;
}
