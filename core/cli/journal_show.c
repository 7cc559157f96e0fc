/* One record as a person reads it. */
#include "cli/journal.h"
#include "cli/terminal.h"

static void say(const struct terminal *terminal, const char *label, const json_t *value) {
    struct buffer words = {0};
    json_say(&words, value);
    terminal_print(terminal, COLOUR_DIM, "    %-9s", label);
    printf(" %.*s\n", (int)words.length, words.at == NULL ? "" : words.at);
    buffer_free(&words);
}

/* A text in quotes: "3" is not 3. */
static void say_value(const json_t *value) {
    struct buffer words = {0};
    json_say(&words, value);
    const char *quote = json_is_string(value) ? "\"" : "";
    printf("%s%.*s%s", quote, (int)words.length, words.at == NULL ? "" : words.at, quote);
    buffer_free(&words);
}

static void say_facts(const struct terminal *terminal, const json_t *facts) {
    const char *name;
    json_t *value;
    const char *between = " ";
    if (json_object_size(facts) > 0) {
        terminal_print(terminal, COLOUR_DIM, "    %-9s", "facts");
        json_object_foreach((json_t *)facts, name, value) {
            printf("%s%s = ", between, name);
            say_value(value);
            between = ", ";
        }
        putchar('\n');
    }
}

/* "age out-of-range, agge unknown-fact". */
static void say_faults(const struct terminal *terminal, const json_t *faults) {
    size_t i;
    const json_t *fault;
    if (json_array_size(faults) == 0) {
        return;
    }
    terminal_print(terminal, COLOUR_DIM, "    %-9s", "faults");
    json_array_foreach(faults, i, fault) {
        printf("%s%s %s", i == 0 ? " " : ", ", json_text(fault, "fact"), json_text(fault, "code"));
    }
    putchar('\n');
}

/* "recent-fracture, joint-infection (not ruled out)". */
static void say_rules(const struct terminal *terminal, const char *label, const json_t *list) {
    size_t i;
    const json_t *item;
    if (json_array_size(list) == 0) {
        return;
    }
    terminal_print(terminal, COLOUR_DIM, "    %-9s", label);
    json_array_foreach(list, i, item) {
        bool certain = !json_is_false(json_object_get(item, "certain"));
        printf("%s%s%s", i == 0 ? " " : ", ", json_text(item, "rule"),
               certain ? "" : " (not ruled out)");
    }
    putchar('\n');
}

static void say_verdict(const struct terminal *terminal, const json_t *decision) {
    const char *urgency = json_text(decision, "urgency");
    terminal_print(terminal, COLOUR_DIM, "    %-9s", "outcome");
    printf(" %s%s%s%s\n", json_text(decision, "outcome"), urgency[0] == '\0' ? "" : ", ", urgency,
           json_is_true(json_object_get(decision, "complete")) ? "" : ", not complete");
    say_rules(terminal, "fired", json_object_get(decision, "reasons"));
}

static void say_answer(const struct terminal *terminal, const json_t *answer) {
    const json_t *decision = json_object_get(answer, "decision");
    if (json_object_get(answer, "outcome") != NULL) {
        say_verdict(terminal, answer);
        return;
    }
    if (json_object_get(answer, "state") != NULL) {
        say(terminal, "state", json_object_get(answer, "state"));
    }
    if (json_is_object(json_object_get(answer, "step"))) {
        say(terminal, "step", json_object_get(json_object_get(answer, "step"), "instance"));
    }
    say_rules(terminal, "halted by", json_object_get(answer, "halts"));
    if (json_is_object(decision)) {
        say_verdict(terminal, decision);
    }
}

static void say_payload(const struct terminal *terminal, const json_t *payload) {
    const json_t *request = json_object_get(payload, "request");
    const char *key;
    json_t *value;
    if (json_is_object(request)) {
        say(terminal, "method", json_object_get(payload, "method"));
        say_facts(terminal, json_object_get(request, "facts"));
        say_answer(terminal, json_object_get(payload, "answer"));
        say_faults(terminal, json_object_get(json_object_get(payload, "answer"), "faults"));
        if (json_object_get(payload, "masked") != NULL) {
            say(terminal, "masked", json_object_get(payload, "masked"));
        }
        return;
    }
    json_object_foreach((json_t *)payload, key, value) {
        if (!json_is_object(value) && !json_is_array(value)) {
            say(terminal, key, value);
        }
    }
}

static void say_text(const json_t *record, const char *key) {
    const char *text = json_text(record, key);
    if (text[0] != '\0') {
        printf("  %s %s", key, text);
    }
}

void journal_print_record(const json_t *record) {
    struct terminal terminal = terminal_on(stdout);
    const json_t *kind = json_object_get(record, "kind");
    terminal_print(&terminal, COLOUR_BOLD, "%ld", json_whole(record, "sequence"));
    printf("  %s  %s", json_text(record, "time"),
           json_is_string(kind) ? json_string_value(kind) : "of an unknown kind");
    say_text(record, "protocol");
    say_text(record, "ref");
    say_text(record, "session");
    if (json_is_true(json_object_get(record, "erased"))) {
        terminal_print(&terminal, COLOUR_YELLOW, "  (erased)");
    }
    putchar('\n');
    say_payload(&terminal, json_object_get(record, "payload"));
}
