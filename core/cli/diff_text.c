#include "cli/diff_text.h"

#include "cli/diagnostics_text.h"
#include "cli/services.h"
#include "cli/verify_text.h"

#include <string.h>

static bool is_true(const json_t *object, const char *key) {
    return json_is_true(json_object_get(object, key));
}

/* ---- one change ------------------------------------------------------------------------------ */

static void print_person(const json_t *change) {
    const json_t *before = json_object_get(change, "before");
    const json_t *after = json_object_get(change, "after");
    if (before == NULL) {
        return;
    }
    struct buffer given = {0};
    json_say_pairs(&given, json_object_get(before, "given"));
    printf("      was %s, urgency %s; is %s, urgency %s\n", json_text(before, "outcome"),
           json_text(before, "urgency"), json_text(after, "outcome"), json_text(after, "urgency"));
    buffer_free(&given);
    verify_text_test("        ", after);
}

static void print_change(const struct terminal *terminal, const json_t *change) {
    const char *subject = json_text(change, "subject");
    const char *words = json_text(change, "words");
    terminal_print(terminal, COLOUR_BOLD, "    %s%s%s", json_text(change, "kind"),
                   *subject == '\0' ? "" : " ", subject);
    printf(": %s%s%s\n", is_true(change, "undecided") ? "undecided whether: " : "",
           json_text(change, "what"), is_true(change, "accepted") ? "  (accepted)" : "");
    if (*words != '\0') {
        printf("      %s\n", words);
    }
    print_person(change);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static void print_group(const struct terminal *terminal, const json_t *changes,
                        const char *direction, const char *title, enum colour colour) {
    size_t index;
    json_t *change;
    bool begun = false;
    json_array_foreach(changes, index, change) {
        if (strcmp(json_text(change, "direction"), direction) != 0) {
            continue;
        }
        if (!begun) {
            terminal_print(terminal, colour, "\n  %s\n", title);
        }
        begun = true;
        print_change(terminal, change);
    }
}

static void print_version(const struct terminal *terminal, const char *name, const json_t *version,
                          const char *before) {
    printf("%s", before);
    terminal_print(terminal, COLOUR_BOLD, "%s", name);
    if (*json_text(version, "version") != '\0') {
        printf(" (%s %s)", json_text(version, "protocol"), json_text(version, "version"));
    }
}

/* A version's warnings are `synovia check`'s to tell. */
static void print_errors(const struct terminal *terminal, const json_t *version) {
    if (json_whole(version, "errors") > 0) {
        diagnostics_print(terminal, json_object_get(version, "diagnostics"));
    }
}

void diff_text(const struct terminal *terminal, const char *const names[2], const json_t *changes,
               const json_t *summary) {
    print_version(terminal, names[0], json_object_get(summary, "before"), "");
    print_version(terminal, names[1], json_object_get(summary, "after"), " against ");
    putchar('\n');
    print_errors(terminal, json_object_get(summary, "before"));
    print_errors(terminal, json_object_get(summary, "after"));
    print_group(terminal, changes, "less", "LESS CAUTIOUS", COLOUR_RED);
    print_group(terminal, changes, "more", "MORE CAUTIOUS", COLOUR_YELLOW);
    print_group(terminal, changes, "other", "OTHERWISE", COLOUR_YELLOW);
    bool compared = *json_text(summary, "problem") == '\0' &&
                    json_whole(json_object_get(summary, "before"), "errors") == 0 &&
                    json_whole(json_object_get(summary, "after"), "errors") == 0;
    if (compared && json_array_size(changes) == 0) {
        terminal_print(terminal, COLOUR_GREEN, "  no patient is treated differently\n");
    }
    printf("\n  %ld less cautious, %ld more cautious, %ld otherwise, %ld undecided; as of %s\n",
           json_whole(summary, "less"), json_whole(summary, "more"), json_whole(summary, "other"),
           json_whole(summary, "undecided"), json_text(summary, "as_of"));
}
