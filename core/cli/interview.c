#include "cli/interview.h"

#include <stdlib.h>
#include <string.h>

static bool decide(struct interview *interview, enum exit_code *code) {
    char *text = json_dumps(interview->facts, JSON_COMPACT);
    json_t *decision = text == NULL ? NULL : screen_decide(interview->screen, text_of(text), code);
    if (text == NULL) {
        *code = EXIT_CODE_COULD_NOT;
    }
    free(text);
    if (decision == NULL) {
        return false;
    }
    json_decref(interview->decision);
    interview->decision = decision;
    return true;
}

bool interview_begin(struct interview *interview, json_t *facts, enum exit_code *code) {
    interview->facts = facts;
    return decide(interview, code);
}

void interview_end(struct interview *interview) {
    json_decref(interview->facts);
    json_decref(interview->decision);
    interview->facts = interview->decision = NULL;
}

/* The fact that was asked last: objects keep their order. */
static const char *last_fact(const struct interview *interview) {
    const char *last = NULL;
    for (void *at = json_object_iter(interview->facts); at != NULL;
         at = json_object_iter_next(interview->facts, at)) {
        last = json_object_iter_key(at);
    }
    return last;
}

bool interview_back(struct interview *interview, enum exit_code *code) {
    const char *last = last_fact(interview);
    if (last == NULL) {
        return false;
    }
    json_object_del(interview->facts, last);
    return decide(interview, code);
}

/* A value that the service refuses is told, and asked again. */
static bool is_refused(const struct interview *interview, const char *fact) {
    const json_t *faults = json_object_get(interview->decision, "faults");
    for (size_t i = 0; i < json_array_size(faults); i++) {
        const json_t *fault = json_array_get(faults, i);
        if (strcmp(json_text(fault, "fact"), fact) == 0) {
            fputs("  ", interview->talk->terminal.out);
            terminal_say(interview->talk->terminal.out, text_of(json_text(fault, "message")));
            fputc('\n', interview->talk->terminal.out);
            return true;
        }
    }
    return false;
}

/* Who must be seen at once is told at once, whatever there is still to be asked. */
static void tell_emergency(struct interview *interview) {
    const json_t *referrals = json_object_get(interview->decision, "referrals");
    const struct terminal *terminal = &interview->talk->terminal;
    for (size_t i = 0; i < json_array_size(referrals) && !interview->has_told; i++) {
        const json_t *referral = json_array_get(referrals, i);
        if (strcmp(json_text(referral, "urgency"), "immediate") == 0) {
            terminal_print(terminal, COLOUR_RED, "\nAt once: ");
            screen_say_names(terminal->out, json_object_get(referral, "to"));
            fprintf(terminal->out, ": %s\n  The questions that are left can wait: q ends here.\n",
                    json_text(referral, "because"));
            interview->has_told = true;
        }
    }
}

/* Takes an answer over; one that is refused is as if it had not been given. */
static bool take(struct interview *interview, const char *fact, json_t *answer,
                 enum exit_code *code) {
    json_object_set_new(interview->facts, fact, answer);
    bool decided = decide(interview, code);
    if (decided && is_refused(interview, fact)) {
        json_object_del(interview->facts, fact);
        decided = decide(interview, code);
    }
    return decided;
}

enum interview_end interview_ask(struct interview *interview, enum exit_code *code) {
    const json_t *questions;
    while ((questions = json_object_get(interview->decision, "questions")) != NULL &&
           json_array_size(questions) > 0) {
        /* The decision goes with the next answer. */
        json_t *question = json_incref(json_array_get(questions, 0));
        json_t *answer = NULL;
        bool may_go_back = json_object_size(interview->facts) > 0;
        bool done = true;
        enum question_end end = question_ask(interview->talk, question, may_go_back, &answer);
        if (end == QUESTION_ANSWERED) {
            done = take(interview, json_text(question, "fact"), answer, code);
        } else if (end == QUESTION_BACK) {
            done = interview_back(interview, code);
        }
        json_decref(question);
        if (!done) {
            return INTERVIEW_FAILED;
        }
        if (end == QUESTION_QUIT || end == QUESTION_INTERRUPTED) {
            return end == QUESTION_QUIT ? INTERVIEW_QUIT : INTERVIEW_INTERRUPTED;
        }
        tell_emergency(interview);
    }
    return INTERVIEW_DONE;
}
