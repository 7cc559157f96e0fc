/*
 * A decision for people: the outcome first, then why, who is to see them, what to do, what came
 * out, and what to ask next. A part that is empty is left out.
 */
#include "cli/screen.h"

#include <string.h>

static enum colour colour_of(const char *outcome) {
    if (strcmp(outcome, "clear") == 0) {
        return COLOUR_GREEN;
    }
    bool wait = strcmp(outcome, "ask") == 0 || strcmp(outcome, "defer") == 0;
    return wait ? COLOUR_YELLOW : COLOUR_RED;
}

static void title(const struct terminal *terminal, const char *words) {
    terminal_print(terminal, COLOUR_BOLD, "\n%s\n", words);
}

static void print_value(const struct terminal *terminal, const json_t *value) {
    struct buffer words = {0};
    json_say(&words, value);
    fprintf(terminal->out, "%.*s", (int)words.length, words.length > 0 ? words.at : "");
    buffer_free(&words);
}

static void print_pairs(const struct terminal *terminal, const json_t *pairs) {
    struct buffer words = {0};
    json_say_pairs(&words, pairs);
    fprintf(terminal->out, "%.*s", (int)words.length, words.length > 0 ? words.at : "");
    buffer_free(&words);
}

/* "red flag" of "red_flag". */
static void print_kind(const struct terminal *terminal, const char *kind) {
    for (; *kind != 0; kind++) {
        fputc(*kind == '_' ? ' ' : *kind, terminal->out);
    }
}

/* ---- outcome --------------------------------------------------------------------------------- */

static const char *meaning_of(const char *outcome) {
    static const char *const meanings[][2] = {
        {"clear", "no rule stands against it"},
        {"defer", "not now"},
        {"ask", "something must still be asked"},
        {"refer", "a professional must see the person first"},
        {"stop", "it must not be performed"},
        {"invalid", "some of the facts were refused"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (strcmp(meanings[i][0], outcome) == 0) {
            return meanings[i][1];
        }
    }
    return "";
}

static void print_outcome(const struct terminal *terminal, const json_t *decision) {
    const char *outcome = json_text(decision, "outcome");
    const char *urgency = json_text(decision, "urgency");
    const json_t *protocol = json_object_get(decision, "protocol");
    bool complete = json_is_true(json_object_get(decision, "complete"));
    terminal_print(terminal, colour_of(outcome), "%s%s%s", outcome, urgency[0] == 0 ? "" : ", ",
                   urgency);
    fprintf(terminal->out, ": %s%s\n", meaning_of(outcome),
            complete ? "" : " (not complete: answers may still change this)");
    terminal_print(terminal, COLOUR_DIM, "%s %s, as of %s\n", json_text(protocol, "id"),
                   json_text(protocol, "version"), json_text(decision, "as_of"));
}

/* ---- why ------------------------------------------------------------------------------------- */

static void print_reason(const struct terminal *terminal, const json_t *reason) {
    const json_t *facts = json_object_get(reason, "facts");
    const char *source = json_text(reason, "source");
    bool certain = json_is_true(json_object_get(reason, "certain"));
    fputs("  ", terminal->out);
    print_kind(terminal, json_text(reason, "kind"));
    fprintf(terminal->out, " %s%s: %s\n", json_text(reason, "rule"),
            certain ? "" : " (not ruled out)", json_text(reason, "because"));
    if (json_object_size(facts) > 0 || source[0] != 0) {
        fputs("      ", terminal->out);
        print_pairs(terminal, facts);
        terminal_print(terminal, COLOUR_DIM, "%s%s%s\n",
                       source[0] == 0                 ? ""
                       : json_object_size(facts) == 0 ? "source "
                                                      : "; source ",
                       source, "");
    }
}

static void print_reasons(const struct terminal *terminal, const json_t *decision) {
    const json_t *reasons = json_object_get(decision, "reasons");
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        if (i == 0) {
            title(terminal, "Because");
        }
        print_reason(terminal, json_array_get(reasons, i));
    }
}

static void print_referrals(const struct terminal *terminal, const json_t *decision) {
    const json_t *referrals = json_object_get(decision, "referrals");
    for (size_t i = 0; i < json_array_size(referrals); i++) {
        const json_t *referral = json_array_get(referrals, i);
        const json_t *to = json_object_get(referral, "to");
        if (i == 0) {
            title(terminal, "Refer to");
        }
        fputs("  ", terminal->out);
        for (size_t j = 0; j < json_array_size(to); j++) {
            fprintf(terminal->out, "%s%s", j == 0 ? "" : ", ",
                    json_string_value(json_array_get(to, j)));
        }
        fprintf(terminal->out, " (%s): %s\n", json_text(referral, "urgency"),
                json_text(referral, "because"));
    }
}

static void print_advice(const struct terminal *terminal, const json_t *decision) {
    const json_t *advice = json_object_get(decision, "advice");
    for (size_t i = 0; i < json_array_size(advice); i++) {
        if (i == 0) {
            title(terminal, "Advice");
        }
        fprintf(terminal->out, "  %s\n", json_text(json_array_get(advice, i), "advice"));
    }
}

/* ---- what came out --------------------------------------------------------------------------- */

static void print_result(const struct terminal *terminal, const char *name, const json_t *result) {
    const char *shown = json_text(result, "title");
    const char *because = json_text(result, "because");
    const json_t *value = json_object_get(result, "value");
    fprintf(terminal->out, "  %s: ", shown[0] == 0 ? name : shown);
    if (value != NULL) {
        terminal_print(terminal, COLOUR_BOLD, "%s", json_string_value(value));
    } else {
        fputs("open, one of ", terminal->out);
        print_value(terminal, json_object_get(result, "possible"));
    }
    fprintf(terminal->out, "%s%s\n", because[0] == 0 ? "" : " - ", because);
}

static void print_results(const struct terminal *terminal, const json_t *decision) {
    json_t *results = json_object_get(decision, "results");
    const char *name;
    json_t *result;
    if (json_object_size(results) > 0) {
        title(terminal, "Results");
    }
    json_object_foreach(results, name, result) {
        print_result(terminal, name, result);
    }
}

static bool counts(const json_t *item) {
    return json_number_value(json_object_get(item, "low")) != 0 ||
           json_number_value(json_object_get(item, "high")) != 0;
}

static void print_score(const struct terminal *terminal, const char *name, const json_t *score) {
    const json_t *items = json_object_get(score, "items");
    const json_t *value = json_object_get(score, "value");
    fprintf(terminal->out, "  %s: ", name);
    print_value(terminal, value != NULL ? value : score);
    fputc('\n', terminal->out);
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        const json_t *low = json_object_get(item, "low");
        const json_t *high = json_object_get(item, "high");
        if (counts(item)) {
            fputs("      ", terminal->out);
            print_value(terminal, json_equal((json_t *)low, (json_t *)high) ? low : item);
            fprintf(terminal->out, "  %s\n", json_text(item, "label"));
        }
    }
}

static void print_scores(const struct terminal *terminal, const json_t *decision) {
    json_t *scores = json_object_get(decision, "scores");
    const char *name;
    json_t *score;
    if (json_object_size(scores) > 0) {
        title(terminal, "Scores");
    }
    json_object_foreach(scores, name, score) {
        print_score(terminal, name, score);
    }
}

static void print_techniques(const struct terminal *terminal, const json_t *decision) {
    const json_t *techniques = json_object_get(decision, "techniques");
    for (size_t i = 0; i < json_array_size(techniques); i++) {
        const json_t *technique = json_array_get(techniques, i);
        const char *because = json_text(technique, "because");
        if (i == 0) {
            title(terminal, "Techniques");
        }
        fprintf(terminal->out, "  %s: %s%s%s\n", json_text(technique, "title"),
                json_text(technique, "available"), because[0] == 0 ? "" : " - ", because);
    }
}

/* ---- what is to be done about the facts ------------------------------------------------------ */

static void print_questions(const struct terminal *terminal, const json_t *decision) {
    const json_t *questions = json_object_get(decision, "questions");
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = json_array_get(questions, i);
        if (i == 0) {
            title(terminal, "Ask next");
        }
        fprintf(terminal->out, "  %s: %s\n", json_text(question, "fact"),
                json_text(question, "ask"));
    }
}

static void print_faults(const struct terminal *terminal, const json_t *decision) {
    const json_t *faults = json_object_get(decision, "faults");
    const json_t *failures = json_object_get(decision, "failures");
    for (size_t i = 0; i < json_array_size(faults); i++) {
        if (i == 0) {
            title(terminal, "Refused");
        }
        fprintf(terminal->out, "  %s\n", json_text(json_array_get(faults, i), "message"));
    }
    for (size_t i = 0; i < json_array_size(failures); i++) {
        if (i == 0) {
            title(terminal, "Failed");
        }
        fprintf(terminal->out, "  %s: %s\n", json_text(json_array_get(failures, i), "rule"),
                json_text(json_array_get(failures, i), "message"));
    }
}

void screen_text(const struct terminal *terminal, const json_t *decision) {
    print_outcome(terminal, decision);
    print_faults(terminal, decision);
    print_reasons(terminal, decision);
    print_referrals(terminal, decision);
    print_advice(terminal, decision);
    print_results(terminal, decision);
    print_scores(terminal, decision);
    print_techniques(terminal, decision);
    print_questions(terminal, decision);
}
