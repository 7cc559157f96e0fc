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
    bool asks = strcmp(outcome, "ask") == 0;
    terminal_print(terminal, colour_of(outcome), "%s%s%s", outcome, urgency[0] == 0 ? "" : ", ",
                   urgency);
    fprintf(terminal->out, ": %s%s\n", meaning_of(outcome),
            complete || asks ? "" : " (not complete: answers may still change this)");
    terminal_print(terminal, COLOUR_DIM, "%s %s, as of %s\n", json_text(protocol, "id"),
                   json_text(protocol, "version"), json_text(decision, "as_of"));
}

/* ---- why ------------------------------------------------------------------------------------- */

static void print_reason(const struct screen_view *view, const json_t *reason) {
    const struct terminal *terminal = view->terminal;
    const json_t *facts = json_object_get(reason, "facts");
    const char *source = json_text(reason, "source");
    bool certain = json_is_true(json_object_get(reason, "certain"));
    fputs("  ", terminal->out);
    print_kind(terminal, json_text(reason, "kind"));
    fprintf(terminal->out, " %s%s: %s\n", json_text(reason, "rule"),
            certain ? "" : " (not ruled out)", json_text(reason, "because"));
    if (json_object_size(facts) > 0 || source[0] != 0) {
        fputs("      ", terminal->out);
        screen_say_facts(view, facts);
        terminal_print(terminal, COLOUR_DIM, "%s%s%s\n",
                       source[0] == 0                 ? ""
                       : json_object_size(facts) == 0 ? "source "
                                                      : "; source ",
                       source, "");
    }
}

static void print_reasons(const struct screen_view *view) {
    const json_t *reasons = json_object_get(view->decision, "reasons");
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        if (i == 0) {
            title(view->terminal, "Because");
        }
        print_reason(view, json_array_get(reasons, i));
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
        screen_say_names(terminal->out, to);
        bool certain = json_is_true(json_object_get(referral, "certain"));
        fprintf(terminal->out, " (%s)%s: %s\n", json_text(referral, "urgency"),
                certain ? "" : ", not ruled out", json_text(referral, "because"));
    }
}

static bool any_uncertain(const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (json_is_false(json_object_get(json_array_get(list, i), "certain"))) {
            return true;
        }
    }
    return false;
}

/* What stands behind every "not ruled out". */
static void print_unanswered(const struct screen_view *view) {
    const char *name;
    json_t *value;
    size_t told = 0;
    if (!any_uncertain(json_object_get(view->decision, "reasons")) &&
        !any_uncertain(json_object_get(view->decision, "referrals"))) {
        return;
    }
    json_object_foreach((json_t *)view->given, name, value) {
        const json_t *fact = screen_find(view, "facts", "name", name);
        if (json_is_null(value) && fact != NULL) {
            if (told++ == 0) {
                title(view->terminal, "Could not be answered");
            }
            fprintf(view->terminal->out, "  %s: %s\n", name, json_text(fact, "ask"));
        }
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

static void print_result(const struct terminal *terminal, const char *name, const json_t *result,
                         bool complete) {
    const char *shown = json_text(result, "title");
    const char *because = json_text(result, "because");
    const json_t *value = json_object_get(result, "value");
    fprintf(terminal->out, "  %s: ", shown[0] == 0 ? name : shown);
    if (value != NULL) {
        terminal_print(terminal, COLOUR_BOLD, "%s", json_string_value(value));
    } else {
        fputs(complete ? "cannot be told, one of " : "open, one of ", terminal->out);
        print_value(terminal, json_object_get(result, "possible"));
    }
    fprintf(terminal->out, "%s%s\n", because[0] == 0 ? "" : " - ", because);
}

static bool is_out_of_scope(const json_t *decision) {
    const json_t *reasons = json_object_get(decision, "reasons");
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        if (strcmp(json_text(json_array_get(reasons, i), "kind"), "scope") == 0) {
            return true;
        }
    }
    return false;
}

/* Those that wait for a scope to be known are told as open, so that nobody takes them for missing.
 */
static void print_results(const struct screen_view *view) {
    const json_t *results = json_object_get(view->decision, "results");
    const json_t *declared = json_object_get(view->protocol, "results");
    bool complete = json_is_true(json_object_get(view->decision, "complete"));
    bool waits = !complete && !is_out_of_scope(view->decision);
    size_t told = 0;
    for (size_t i = 0; i < json_array_size(declared); i++) {
        const char *name = json_text(json_array_get(declared, i), "name");
        const json_t *result = json_object_get(results, name);
        if (result == NULL && !waits) {
            continue;
        }
        if (told++ == 0) {
            title(view->terminal, "Results");
        }
        if (result != NULL) {
            print_result(view->terminal, name, result, complete);
        } else {
            fprintf(view->terminal->out, "  %s: open\n", screen_title(view, "results", name));
        }
    }
}

static bool counts(const json_t *item) {
    return json_number_value(json_object_get(item, "low")) != 0 ||
           json_number_value(json_object_get(item, "high")) != 0;
}

static void print_score(const struct screen_view *view, const char *name, const json_t *score) {
    FILE *out = view->terminal->out;
    const json_t *items = json_object_get(score, "items");
    const json_t *value = json_object_get(score, "value");
    fprintf(out, "  %s: ", screen_title(view, "scores", name));
    screen_say(out, value != NULL ? value : score, "");
    fputc('\n', out);
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        if (counts(item)) {
            fputs("      ", out);
            screen_say(out, item, "");
            fprintf(out, "  %s\n", json_text(item, "label"));
        }
    }
}

static void print_scores(const struct screen_view *view) {
    json_t *scores = json_object_get(view->decision, "scores");
    const char *name;
    json_t *score;
    if (json_object_size(scores) > 0) {
        title(view->terminal, "Scores");
    }
    json_object_foreach(scores, name, score) {
        print_score(view, name, score);
    }
}

/* A "no" says whether it is about the person or only about what nobody has asked yet. */
static const char *availability_of(const json_t *technique, const json_t *decision) {
    const char *available = json_text(technique, "available");
    bool complete = json_is_true(json_object_get(decision, "complete"));
    const char *outcome = json_text(decision, "outcome");
    bool clear = strcmp(outcome, "clear") == 0;
    if (strcmp(available, "ask") == 0) {
        return "not yet: something about it must be asked first";
    }
    if (strcmp(available, "no") != 0) {
        return available;
    }
    if (clear && complete) {
        return "no";
    }
    return clear || strcmp(outcome, "ask") == 0 ? "not yet: questions are open" : "no: not cleared";
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
                availability_of(technique, decision), because[0] == 0 ? "" : " - ", because);
    }
}

/* ---- what is to be done about the facts ------------------------------------------------------ */

static void print_questions(const struct terminal *terminal, const json_t *decision) {
    const json_t *questions = json_object_get(decision, "questions");
    bool complete = json_is_true(json_object_get(decision, "complete"));
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = json_array_get(questions, i);
        if (i == 0) {
            title(terminal, complete ? "May be asked as well (the outcome stays)" : "Ask next");
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
        fputs("  ", terminal->out);
        terminal_say(terminal->out, text_of(json_text(json_array_get(faults, i), "message")));
        fputc('\n', terminal->out);
    }
    for (size_t i = 0; i < json_array_size(failures); i++) {
        if (i == 0) {
            title(terminal, "Failed");
        }
        fprintf(terminal->out, "  %s: ", json_text(json_array_get(failures, i), "rule"));
        terminal_say(terminal->out, text_of(json_text(json_array_get(failures, i), "message")));
        fputc('\n', terminal->out);
    }
}

void screen_text(const struct screen_view *view) {
    print_outcome(view->terminal, view->decision);
    print_faults(view->terminal, view->decision);
    print_reasons(view);
    print_referrals(view->terminal, view->decision);
    print_unanswered(view);
    print_advice(view->terminal, view->decision);
    print_results(view);
    print_scores(view);
    print_techniques(view->terminal, view->decision);
    print_questions(view->terminal, view->decision);
}
