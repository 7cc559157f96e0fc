#include "cli/verify_text.h"

#include "cli/diagnostics_text.h"
#include "cli/services.h"

#include <string.h>

static bool is(const json_t *finding, const char *key, const char *word) {
    return strcmp(json_text(finding, key), word) == 0;
}

/* ---- one line a kind of property ------------------------------------------------------------- */

struct tally {
    const char *check;
    long proved, all;
};

static const char *words_for(const char *check) {
    static const char *const words[][2] = {
        {"always", "promises of the tests hold for everybody"},
        {"clear", "nobody is cleared with a rule that bars them unsettled"},
        {"one-line", "who answers everything gets one line of the result"},
        {"results", "results that answer the same question agree"},
        {"rule", "rules and halts are not dead"},
        {"line", "lines of results are not dead"},
        {"step", "techniques and their steps are not dead"},
        {"question", "questions matter to somebody"},
        {"option", "options of choices matter to somebody"},
        {"red-flag", "a yes to what a red flag asks never lowers outcome or urgency"},
        {"unanswerable", "not knowing is never better than any answer"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i][0], check) == 0) {
            return words[i][1];
        }
    }
    return check;
}

static size_t count_checks(const json_t *findings, struct tally *tallies, size_t most) {
    size_t count = 0;
    size_t index;
    json_t *finding;
    json_array_foreach(findings, index, finding) {
        size_t at = 0;
        while (at < count && strcmp(tallies[at].check, json_text(finding, "check")) != 0) {
            at++;
        }
        if (at == most) {
            continue;
        }
        if (at == count) {
            tallies[count++] = (struct tally){.check = json_text(finding, "check")};
        }
        tallies[at].all++;
        tallies[at].proved += is(finding, "status", "proved");
    }
    return count;
}

static void print_tallies(const struct terminal *terminal, const json_t *findings) {
    enum { CHECKS = 32 };
    struct tally tallies[CHECKS];
    size_t count = count_checks(findings, tallies, CHECKS);
    for (size_t i = 0; i < count; i++) {
        bool all = tallies[i].proved == tallies[i].all;
        terminal_print(terminal, all ? COLOUR_GREEN : COLOUR_RED, "  %-9s",
                       all ? "proved" : "not all");
        printf("%4ld of %-4ld %s: %s\n", tallies[i].proved, tallies[i].all, tallies[i].check,
               words_for(tallies[i].check));
    }
}

/* ---- what is not proved ---------------------------------------------------------------------- */

void verify_text_test(const char *indent, const json_t *person) {
    const char *line = json_text(person, "test");
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        printf("%s%.*s\n", indent, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void print_difference(const json_t *difference) {
    struct buffer words = {0};
    const char *name = json_text(difference, "name");
    bool never = json_is_true(json_object_get(difference, "never"));
    buffer_append_format(&words, "    %s%s%s: %s ", json_text(difference, "what"),
                         *name == '\0' ? "" : " ", name, never ? "never" : "expected");
    json_say(&words, json_object_get(difference, "expected"));
    buffer_append_string(&words, never ? ", and it is " : ", and it is ");
    json_say(&words, json_object_get(difference, "got"));
    printf("%.*s\n", (int)words.length, words.length == 0 ? "" : words.at);
    buffer_free(&words);
}

static void print_decision(const json_t *person, const char *who) {
    struct buffer given = {0};
    json_say_pairs(&given, json_object_get(person, "given"));
    printf("    %s: %s, urgency %s%s\n", who, json_text(person, "outcome"),
           json_text(person, "urgency"),
           json_is_true(json_object_get(person, "complete")) ? "" : " (not complete)");
    buffer_free(&given);
}

static void print_people(const json_t *finding) {
    const json_t *people = json_object_get(finding, "people");
    size_t count = json_array_size(people);
    size_t index;
    json_t *person;
    json_array_foreach(people, index, person) {
        print_decision(person, count == 1 ? "decided now" : index == 0 ? "first" : "second");
        verify_text_test("      ", person);
    }
}

static void print_finding(const struct terminal *terminal, const json_t *finding) {
    bool refuted = is(finding, "status", "refuted");
    terminal_print(terminal, refuted ? COLOUR_RED : COLOUR_YELLOW, "\n  %s",
                   refuted ? "REFUTED" : "UNDECIDED");
    printf("  %s: %s\n", json_text(finding, "check"), json_text(finding, "subject"));
    if (json_whole(finding, "line") > 0) {
        terminal_print(terminal, COLOUR_DIM, "    %s:%ld\n", json_text(finding, "file"),
                       json_whole(finding, "line"));
    }
    printf("    %s\n", json_text(finding, "detail"));
    size_t index;
    json_t *difference;
    json_array_foreach(json_object_get(finding, "differences"), index, difference) {
        print_difference(difference);
    }
    print_people(finding);
}

static void print_count(long count, const char *words, const char *before) {
    printf("%s%ld %s", before, count, words);
}

/* ---- the whole ------------------------------------------------------------------------------- */

void verify_text_file(const struct terminal *terminal, const char *path, const json_t *findings,
                      const json_t *summary) {
    size_t index;
    json_t *finding;
    terminal_print(terminal, COLOUR_BOLD, "%s\n", path);
    print_tallies(terminal, findings);
    json_array_foreach(findings, index, finding) {
        if (!is(finding, "status", "proved")) {
            print_finding(terminal, finding);
        }
    }
    diagnostics_print(terminal, json_object_get(summary, "diagnostics"));
    print_count(json_whole(summary, "proved"), "proved", "\n  ");
    print_count(json_whole(summary, "refuted"), "refuted", ", ");
    print_count(json_whole(summary, "undecided"), "undecided", ", ");
    printf("; as of %s\n", json_text(summary, "as_of"));
}
