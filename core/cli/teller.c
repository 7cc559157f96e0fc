#include "cli/teller.h"

#include <string.h>

bool teller_is(const json_t *test, const char *status) {
    return strcmp(json_text(test, "status"), status) == 0;
}

void teller_name(struct buffer *out, const json_t *test) {
    long number = json_whole(test, "case");
    buffer_append_string(out, json_text(test, "name"));
    if (number > 0) {
        buffer_append_format(out, ", case %ld", number);
    }
}

void teller_how(struct buffer *out, const json_t *test) {
    const json_t *how = json_object_get(test, "how");
    if (how == NULL || !teller_is(test, "passed")) {
        return;
    }
    long cases = json_whole(how, "cases");
    bool everybody = json_is_true(json_object_get(how, "everybody"));
    bool every_answer = json_is_true(json_object_get(how, "every_answer"));
    const char *claim = everybody ? "proved for everybody"
                        : every_answer
                            ? "proved where every question is answered; where some cannot be, tried"
                            : "not proved: tried at the boundaries and at random";
    buffer_append_format(out, "%s, %ld case%s", claim, cases, cases == 1 ? "" : "s");
}

/* ---- why a test failed ----------------------------------------------------------------------- */

static void begin_line(struct buffer *out, const char *indent, const char *title) {
    buffer_append_format(out, "%s%-9s ", indent, title);
}

static void explain_given(struct buffer *out, const json_t *test, const char *indent) {
    const json_t *given = json_object_get(test, "given");
    if (given == NULL) {
        return;
    }
    begin_line(out, indent, "given");
    if (json_object_size(given) == 0) {
        buffer_append_string(out, "nothing");
    }
    json_say_pairs(out, given);
    buffer_append_format(out, " (as_of %s)\n", json_text(test, "as_of"));
}

static void say_what(struct buffer *out, const json_t *difference, const char *side) {
    const char *name = json_text(difference, "name");
    buffer_append_format(out, "%s%s%s ", json_text(difference, "what"), name[0] != 0 ? "." : "",
                         name);
    json_say(out, json_object_get(difference, side));
}

static void explain_differences(struct buffer *out, const json_t *test, const char *indent) {
    const json_t *differences = json_object_get(test, "differences");
    for (size_t i = 0; i < json_array_size(differences); i++) {
        const json_t *difference = json_array_get(differences, i);
        bool never = json_is_true(json_object_get(difference, "never"));
        begin_line(out, indent, never ? "never" : "expected");
        say_what(out, difference, "expected");
        buffer_append_string(out, "\n");
        begin_line(out, indent, "got");
        say_what(out, difference, "got");
        buffer_append_string(out, "\n");
    }
}

static void say_names(struct buffer *out, const json_t *names, const char *title) {
    for (size_t i = 0; i < json_array_size(names); i++) {
        buffer_append_string(out, i == 0 ? title : ", ");
        buffer_append_string(out, json_string_value(json_array_get(names, i)));
    }
}

static void explain_reason(struct buffer *out, const json_t *reason, const char *indent) {
    const char *condition = json_text(reason, "condition");
    const char *line = json_text(reason, "line");
    const char *standing = json_text(reason, "standing");
    const json_t *facts = json_object_get(reason, "facts");
    const json_t *changes = json_object_get(reason, "changes");
    begin_line(out, indent, "why");
    buffer_append_format(out, "%s %s", json_text(reason, "kind"), json_text(reason, "name"));
    buffer_append_format(out, "%s%s%s", line[0] == 0 ? "" : " \"", line, line[0] == 0 ? "" : "\"");
    buffer_append_format(out, "%s%s", standing[0] == 0 ? "" : " ", standing);
    buffer_append_format(out, "%s%s", condition[0] == 0 ? "" : ": ", condition);
    buffer_append_format(out, "%s%s\n", json_text(reason, "message")[0] == 0 ? "" : ": ",
                         json_text(reason, "message"));
    if (json_object_size(facts) + json_array_size(json_object_get(reason, "absent")) > 0) {
        begin_line(out, indent, "");
        buffer_append_string(out, json_object_size(facts) > 0 ? "where " : "");
        json_say_pairs(out, facts);
        say_names(out, json_object_get(reason, "absent"),
                  json_object_size(facts) > 0 ? "; not known: " : "not known: ");
        buffer_append_string(out, "\n");
    }
    if (json_object_size(changes) > 0) {
        begin_line(out, indent, "");
        buffer_append_string(out, "it would not with any one of: ");
        json_say_pairs(out, changes);
        buffer_append_string(out, "\n");
    }
}

/* ---- mutation -------------------------------------------------------------------------------- */

static void say_lines(struct buffer *out, const char *text, const char *indent) {
    for (const char *at = text; *at != 0;) {
        size_t length = strcspn(at, "\n");
        buffer_append_format(out, "%s    %.*s\n", indent, (int)length, at);
        at += length + (at[length] == '\n');
    }
}

static void say_survivor(struct buffer *out, const json_t *mutant, const char *indent) {
    bool undecided = strcmp(json_text(mutant, "verdict"), "undecided") == 0;
    const char *after = json_text(mutant, "after");
    buffer_append_format(out, "%s%s:%ld: nobody notices if `%s` ", indent,
                         json_text(mutant, "file"), json_whole(mutant, "line"),
                         json_text(mutant, "before"));
    if (after[0] == 0) {
        buffer_append_string(out, "is left out");
    } else {
        buffer_append_format(out, "becomes `%s`", after);
    }
    buffer_append_format(out, " (%s)\n", json_text(mutant, "place"));
    if (undecided) {
        buffer_append_format(out,
                             "%s    undecided: nobody was found whom it would matter to, and "
                             "not every case was tried\n",
                             indent);
    } else if (json_object_get(mutant, "waits") != NULL) {
        buffer_append_format(out, "%s    \"%s\" would, once somebody confirms it\n", indent,
                             json_text(mutant, "waits"));
    } else if (json_object_get(mutant, "shared") != NULL) {
        buffer_append_format(out, "%s    the test \"%s\" above would\n", indent,
                             json_text(mutant, "name"));
    } else if (json_object_get(mutant, "test") == NULL) {
        buffer_append_format(out, "%s    no screening shows it: a `walk` would\n", indent);
    } else {
        say_lines(out, json_text(mutant, "test"), indent);
    }
}

void teller_survivors(struct buffer *out, const json_t *mutation, const char *indent) {
    const json_t *survivors = json_object_get(mutation, "survivors");
    for (size_t i = 0; i < json_array_size(survivors); i++) {
        say_survivor(out, json_array_get(survivors, i), indent);
    }
}

void teller_explain(struct buffer *out, const json_t *test, const char *indent) {
    if (strcmp(json_text(test, "kind"), "mutation") == 0) {
        teller_survivors(out, test, indent);
        return;
    }
    const json_t *why = json_object_get(test, "why");
    const char *remark = json_text(test, "remark");
    long left_out = json_whole(test, "why_left_out");
    if (remark[0] != 0) {
        buffer_append_format(out, "%s%s\n", indent, remark);
    }
    explain_given(out, test, indent);
    explain_differences(out, test, indent);
    for (size_t i = 0; i < json_array_size(why); i++) {
        explain_reason(out, json_array_get(why, i), indent);
    }
    if (left_out > 0) {
        begin_line(out, indent, "");
        buffer_append_format(out, "and %ld more\n", left_out);
    }
}

void teller_gap(struct buffer *out, const json_t *gap) {
    const char *kind = json_text(gap, "kind");
    const char *name = json_text(gap, "name");
    if (strcmp(kind, "rule-never-fired") == 0) {
        buffer_append_format(out, "no example fires %s", name);
    } else if (strcmp(kind, "rule-never-quiet") == 0) {
        buffer_append_format(out, "no example keeps %s quiet", name);
    } else {
        buffer_append_format(out, "no example reaches %s \"%s\"", name, json_text(gap, "line"));
    }
}
