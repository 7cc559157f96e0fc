/*
 * Asking a person at the terminal: the first question of the decision, its answer, the next
 * decision; until there is nothing to ask. What the person types is read by the type of the fact,
 * and what cannot be read is asked again. The prompts go to standard error, the decision to
 * standard output.
 */
#define _XOPEN_SOURCE 700

#include "cli/screen.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum reading { READ_ANSWER, READ_AGAIN, READ_END };

/* ---- showing a question ---------------------------------------------------------------------- */

static void show_options(const json_t *question) {
    const json_t *options = json_object_get(question, "options");
    const json_t *labels = json_object_get(question, "labels");
    for (size_t i = 0; i < json_array_size(options); i++) {
        const char *option = json_string_value(json_array_get(options, i));
        const char *label = json_text(labels, option);
        fprintf(stderr, "    %zu  %s\n", i + 1, label[0] == 0 ? option : label);
    }
}

static void show_range(const json_t *question) {
    json_t *range = json_pack("{s:O*, s:O*}", "low", json_object_get(question, "min"), "high",
                              json_object_get(question, "max"));
    if (json_object_size(range) > 0) {
        screen_say(stderr, range, json_text(question, "unit"));
    } else {
        fprintf(stderr, "a number %s", json_text(question, "unit"));
    }
    json_decref(range);
}

static void show_hint(const json_t *question) {
    const char *type = json_text(question, "type");
    const char *none = json_text(question, "none");
    fputs("  [", stderr);
    if (strcmp(type, "yes_no") == 0) {
        fputs("y or n", stderr);
    } else if (strcmp(type, "choice") == 0) {
        fprintf(stderr, "1 to %zu", json_array_size(json_object_get(question, "options")));
    } else if (strcmp(type, "number") == 0) {
        show_range(question);
    } else {
        fputs("YYYY-MM-DD", stderr);
    }
    if (none[0] != 0) {
        fprintf(stderr, ", none: %s", none);
    }
    fputs(", ? if it cannot be answered] ", stderr);
}

static void show_question(const json_t *question) {
    const char *help = json_text(question, "help");
    struct terminal terminal = terminal_on(stderr);
    fputc('\n', stderr);
    terminal_print(&terminal, COLOUR_BOLD, "%s\n", json_text(question, "ask"));
    if (help[0] != 0) {
        fprintf(stderr, "  %s\n", help);
    }
    show_options(question);
    show_hint(question);
}

/* ---- reading an answer ----------------------------------------------------------------------- */

static json_t *read_yes_no(const char *typed) {
    if (strcasecmp(typed, "y") == 0 || strcasecmp(typed, "yes") == 0) {
        return json_true();
    }
    return strcasecmp(typed, "n") == 0 || strcasecmp(typed, "no") == 0 ? json_false() : NULL;
}

static json_t *read_choice(const json_t *question, const char *typed) {
    const json_t *options = json_object_get(question, "options");
    char *end;
    unsigned long number = strtoul(typed, &end, 10);
    if (*end == 0 && number >= 1 && number <= json_array_size(options)) {
        return json_incref(json_array_get(options, number - 1));
    }
    for (size_t i = 0; i < json_array_size(options); i++) {
        if (strcasecmp(json_string_value(json_array_get(options, i)), typed) == 0) {
            return json_incref(json_array_get(options, i));
        }
    }
    return NULL;
}

/* "58", or "58 kg" for a quantity. */
static json_t *read_number(const char *typed) {
    char *end;
    double number = strtod(typed, &end);
    if (end == typed) {
        return NULL;
    }
    end += strspn(end, " ");
    if (*end != 0) {
        return json_pack("{s:f, s:s}", "value", number, "unit", end);
    }
    return json_real(number);
}

/* NULL where it cannot be read as an answer to this question. */
static json_t *read_typed(const json_t *question, const char *typed) {
    const char *type = json_text(question, "type");
    if (strcmp(typed, "?") == 0) {
        return json_null();
    }
    if (json_text(question, "none")[0] != 0 && strcasecmp(typed, "none") == 0) {
        return json_string("none");
    }
    if (strcmp(type, "yes_no") == 0) {
        return read_yes_no(typed);
    }
    if (strcmp(type, "choice") == 0) {
        return read_choice(question, typed);
    }
    return strcmp(type, "number") == 0 ? read_number(typed) : json_string(typed);
}

static enum reading read_answer(const json_t *question, json_t **answer) {
    char *line = NULL;
    size_t capacity = 0;
    show_question(question);
    fflush(stderr);
    ssize_t length = getline(&line, &capacity, stdin);
    enum reading reading = READ_END;
    if (length >= 0) {
        line[strcspn(line, "\r\n")] = 0;
        *answer = read_typed(question, line + strspn(line, " \t"));
        reading = *answer == NULL ? READ_AGAIN : READ_ANSWER;
    }
    free(line);
    return reading;
}

/* ---- the conversation ------------------------------------------------------------------------ */

static json_t *decide(const struct screen *screen, const json_t *facts, enum exit_code *code) {
    char *text = json_dumps(facts, JSON_COMPACT);
    if (text == NULL) {
        *code = EXIT_CODE_COULD_NOT;
        return NULL;
    }
    json_t *decision = screen_decide(screen, text_of(text), code);
    free(text);
    return decision;
}

/* A value that the service refuses is told, and asked again. */
static bool is_refused(const json_t *decision, const char *fact) {
    const json_t *faults = json_object_get(decision, "faults");
    for (size_t i = 0; i < json_array_size(faults); i++) {
        const json_t *fault = json_array_get(faults, i);
        if (strcmp(json_text(fault, "fact"), fact) == 0) {
            fprintf(stderr, "  %s\n", json_text(fault, "message"));
            return true;
        }
    }
    return false;
}

/* Asks the first question of `decision` and decides anew; NULL where the person has gone, or the
 * service could not (`code` says which). */
static json_t *ask_one(const struct screen *screen, const json_t *decision, json_t *facts,
                       enum exit_code *code) {
    const json_t *question = json_array_get(json_object_get(decision, "questions"), 0);
    const char *fact = json_text(question, "fact");
    for (;;) {
        json_t *answer = NULL;
        switch (read_answer(question, &answer)) {
        case READ_END:
            return NULL;
        case READ_AGAIN:
            fputs("  That is no answer to this question.\n", stderr);
            continue;
        case READ_ANSWER:
            break;
        }
        json_object_set_new(facts, fact, answer);
        json_t *next = decide(screen, facts, code);
        if (next == NULL || !is_refused(next, fact)) {
            return next;
        }
        json_object_del(facts, fact);
        json_decref(next);
    }
}

/* Who must be seen at once is told at once, whatever there is still to be asked. */
static void tell_emergency(const json_t *decision, bool *told) {
    const json_t *referrals = json_object_get(decision, "referrals");
    struct terminal terminal = terminal_on(stderr);
    for (size_t i = 0; i < json_array_size(referrals) && !*told; i++) {
        const json_t *referral = json_array_get(referrals, i);
        if (strcmp(json_text(referral, "urgency"), "immediate") == 0) {
            struct buffer to = {0};
            json_say(&to, json_object_get(referral, "to"));
            terminal_print(&terminal, COLOUR_RED, "\nAt once: %.*s", (int)to.length,
                           to.length > 0 ? to.at : "");
            fprintf(stderr, ": %s\n  The questions that are left can wait: Ctrl-D ends here.\n",
                    json_text(referral, "because"));
            buffer_free(&to);
            *told = true;
        }
    }
}

enum exit_code screen_ask(const struct screen *screen) {
    bool told = false;
    enum exit_code code = EXIT_CODE_DONE;
    json_t *facts = json_object();
    json_t *decision = facts == NULL ? NULL : decide(screen, facts, &code);
    fputs("Answer and press Enter. Ctrl-D ends, and decides by what is known then.\n", stderr);
    while (decision != NULL && json_array_size(json_object_get(decision, "questions")) > 0) {
        json_t *next = ask_one(screen, decision, facts, &code);
        if (next == NULL) {
            fputs("\n", stderr);
            break;
        }
        json_decref(decision);
        decision = next;
        tell_emergency(decision, &told);
    }
    if (decision != NULL) {
        fputs("\n", stderr);
        screen_show(screen, decision, facts);
    }
    json_decref(decision);
    json_decref(facts);
    return code;
}
