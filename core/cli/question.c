#include "cli/question.h"

#include "base/cell.h"
#include "cli/screen.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- showing --------------------------------------------------------------------------------- */

static void show_options(FILE *out, const json_t *question) {
    const json_t *options = json_object_get(question, "options");
    const json_t *labels = json_object_get(question, "labels");
    for (size_t i = 0; i < json_array_size(options); i++) {
        const char *option = json_string_value(json_array_get(options, i));
        const char *label = json_text(labels, option);
        fprintf(out, "    %zu  %s\n", i + 1, label[0] == 0 ? option : label);
    }
}

static void show_range(FILE *out, const json_t *question) {
    json_t *range = json_pack("{s:O*, s:O*}", "low", json_object_get(question, "min"), "high",
                              json_object_get(question, "max"));
    if (json_object_size(range) > 0) {
        screen_say(out, range, json_text(question, "unit"));
    } else {
        fprintf(out, "a number %s", json_text(question, "unit"));
    }
    json_decref(range);
}

static void show_hint(FILE *out, const json_t *question, bool may_go_back) {
    const char *type = json_text(question, "type");
    const char *none = json_text(question, "none");
    fputs("  [", out);
    if (strcmp(type, "yes_no") == 0) {
        fputs("y or n", out);
    } else if (strcmp(type, "choice") == 0) {
        fprintf(out, "1 to %zu", json_array_size(json_object_get(question, "options")));
    } else if (strcmp(type, "number") == 0) {
        show_range(out, question);
    } else {
        fputs("YYYY-MM-DD", out);
    }
    if (none[0] != 0) {
        fprintf(out, ", none: %s", none);
    }
    fprintf(out, ", ? I don't know%s, q quit] ", may_go_back ? ", b back" : "");
}

static void show_question(struct talk *talk, const json_t *question, bool may_go_back) {
    FILE *out = talk->terminal.out;
    const char *help = json_text(question, "help");
    fputc('\n', out);
    terminal_print(&talk->terminal, COLOUR_BOLD, "%s\n", json_text(question, "ask"));
    if (help[0] != 0) {
        fprintf(out, "  %s\n", help);
    }
    show_options(out, question);
    show_hint(out, question, may_go_back);
}

/* ---- reading --------------------------------------------------------------------------------- */

static json_t *read_yes_no(struct text typed) {
    static const char *const short_words[] = {"y", "n"};
    for (int i = 0; i < 2; i++) {
        if (typed.length == 1 && strncasecmp(typed.at, short_words[i], 1) == 0) {
            return json_boolean(i == 0);
        }
    }
    struct cell_value value = cell_read(typed, CELL_WANTS_YES_NO, false);
    return value.kind == CELL_YES_NO ? json_boolean(value.yes) : NULL;
}

static json_t *read_choice(const json_t *question, struct text typed) {
    const json_t *options = json_object_get(question, "options");
    char *end;
    unsigned long number = strtoul(typed.at, &end, 10);
    if (*end == 0 && number >= 1 && number <= json_array_size(options)) {
        return json_incref(json_array_get(options, number - 1));
    }
    for (size_t i = 0; i < json_array_size(options); i++) {
        if (strcasecmp(json_string_value(json_array_get(options, i)), typed.at) == 0) {
            return json_incref(json_array_get(options, i));
        }
    }
    return NULL;
}

/* "58", "58,5" or "58 kg". A person who types a comma means the decimal mark. */
static json_t *read_number(struct text typed) {
    bool has_comma = memchr(typed.at, ',', typed.length) != NULL;
    struct cell_value value = cell_read(typed, CELL_WANTS_NUMBER, has_comma);
    if (value.kind == CELL_QUANTITY) {
        return json_pack("{s:f, s:s%}", "value", value.number, "unit", value.unit.at,
                         value.unit.length);
    }
    return value.kind == CELL_NUMBER ? json_real(value.number) : NULL;
}

/* NULL where it cannot be read as an answer to this question. */
static json_t *read_typed(const json_t *question, struct text typed) {
    const char *type = json_text(question, "type");
    if (text_is_empty(typed)) {
        return NULL;
    }
    if (text_is(typed, "?")) {
        return json_null();
    }
    if (json_text(question, "none")[0] != 0 && strcasecmp(typed.at, "none") == 0) {
        return json_string("none");
    }
    if (strcmp(type, "yes_no") == 0) {
        return read_yes_no(typed);
    }
    if (strcmp(type, "choice") == 0) {
        return read_choice(question, typed);
    }
    return strcmp(type, "number") == 0 ? read_number(typed) : json_stringn(typed.at, typed.length);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool is_letter(struct text typed, char letter) {
    return typed.length == 1 && (typed.at[0] | 0x20) == letter;
}

enum question_end question_ask(struct talk *talk, const json_t *question, bool may_go_back,
                               json_t **answer) {
    for (;;) {
        show_question(talk, question, may_go_back);
        enum input_event event = talk_line(talk);
        struct text typed = buffer_text(&talk->line);
        if (event != INPUT_LINE) {
            return event == INPUT_END ? QUESTION_QUIT : QUESTION_INTERRUPTED;
        }
        if (is_letter(typed, 'q')) {
            return QUESTION_QUIT;
        }
        if (is_letter(typed, 'b') && may_go_back) {
            return QUESTION_BACK;
        }
        *answer = read_typed(question, typed);
        if (*answer != NULL) {
            return QUESTION_ANSWERED;
        }
        fputs("  That is no answer to this question.\n", talk->terminal.out);
    }
}

json_t *question_of_fact(const json_t *fact) {
    json_t *question = json_copy((json_t *)fact);
    json_object_set(question, "fact", json_object_get(fact, "name"));
    return question;
}
