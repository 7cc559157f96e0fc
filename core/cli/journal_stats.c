/* How rules fared, as tables. */
#include "cli/journal.h"
#include "cli/terminal.h"

enum { NAME_WIDTH = 28 };

static void print_stopped(const struct terminal *terminal, const json_t *stopped) {
    const char *version = json_text(stopped, "version");
    terminal_print(terminal, COLOUR_YELLOW, "    stopped: ");
    if (version[0] != '\0') {
        printf("it fired under version %s, and not once in these %ld decisions, where %ld times "
               "were to be expected\n",
               version, json_whole(stopped, "decisions"), json_whole(stopped, "expected"));
    } else {
        printf("not once in the last %ld decisions, where %ld times were to be expected\n",
               json_whole(stopped, "decisions"), json_whole(stopped, "expected"));
    }
}

static void print_rule(const struct terminal *terminal, const json_t *rule) {
    const json_t *stopped = json_object_get(rule, "stopped");
    printf("  %-*s %8ld %8ld %8ld %8ld %10ld\n", NAME_WIDTH, json_text(rule, "rule"),
           json_whole(rule, "fired"), json_whole(rule, "not_ruled_out"), json_whole(rule, "open"),
           json_whole(rule, "accepted"), json_whole(rule, "overridden"));
    if (stopped != NULL) {
        print_stopped(terminal, stopped);
    }
}

static void print_version(const struct terminal *terminal, const json_t *version) {
    const char *protocol = json_text(version, "protocol");
    const json_t *outcomes = json_object_get(version, "outcomes");
    struct buffer words = {0};
    size_t i;
    const json_t *rule;
    terminal_print(terminal, COLOUR_BOLD, "%s %s",
                   protocol[0] == '\0' ? "feedback on decisions of unknown protocols" : protocol,
                   json_text(version, "version"));
    terminal_print(terminal, COLOUR_DIM, "  %.12s", json_text(version, "digest"));
    printf("  records %ld to %ld\n", json_whole(version, "from"), json_whole(version, "to"));
    json_say_pairs(&words, outcomes);
    printf("  %ld decisions%s%.*s\n", json_whole(version, "decisions"),
           words.length == 0 ? "" : ": ", (int)words.length, words.at == NULL ? "" : words.at);
    buffer_free(&words);
    if (json_array_size(json_object_get(version, "rules")) > 0) {
        terminal_print(terminal, COLOUR_DIM, "  %-*s %8s %8s %8s %8s %10s\n", NAME_WIDTH, "rule",
                       "fired", "not out", "open", "accepted", "overridden");
    }
    json_array_foreach(json_object_get(version, "rules"), i, rule) {
        print_rule(terminal, rule);
    }
}

void journal_print_stats(const json_t *report) {
    struct terminal terminal = terminal_on(stdout);
    size_t i;
    const json_t *version;
    json_array_foreach(json_object_get(report, "versions"), i, version) {
        print_version(&terminal, version);
        putchar('\n');
    }
    printf("%ld records read, %ld erased", json_whole(report, "records"),
           json_whole(report, "erased"));
    if (json_whole(report, "unreadable") > 0) {
        printf(", %ld that could not be read", json_whole(report, "unreadable"));
    }
    puts("\nfired: certainly; not out: fired because it could not be ruled out; open: still to be "
         "asked about");
}
