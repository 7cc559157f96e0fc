/* `synovia help`: the verbs, or one of them. */
#include "cli/terminal.h"
#include "cli/verbs.h"

static enum exit_code list_verbs(void) {
    struct terminal terminal = terminal_on(stdout);
    puts("Synovia: clinical screening by protocols that clinicians write, and that are tested.\n");
    terminal_print(&terminal, COLOUR_BOLD, "Usage: synovia VERB ...\n\n");
    for (const struct verb *verb = verbs_table(); verb->name != NULL; verb++) {
        printf("  ");
        terminal_print(&terminal, COLOUR_BOLD, "%-7s", verb->name);
        printf(" %-13s  %s\n", verb->takes, verb->does);
    }
    puts("\n`synovia help VERB` explains one; `synovia --version` tells the version.\n"
         "Exit codes: 0 done, 1 the thing asked about failed, 2 wrong usage, 3 could not.");
    return terminal_finish("synovia help") ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

static enum exit_code explain_verb(const char *name) {
    const struct verb *verb = verbs_find(name);
    if (verb != NULL && verb->run != verb_help) {
        char own[] = "";
        char help[] = "--help";
        char *arguments[] = {own, help, NULL};
        return verbs_run(verb, 2, arguments);
    }
    if (verb != NULL) {
        return list_verbs();
    }
    const struct verb *near = verbs_nearest(name);
    complain("synovia help", "there is no verb \"%s\"%s%s%s", name,
             near == NULL ? "" : "; did you mean \"", near == NULL ? "" : near->name,
             near == NULL ? "" : "\"?");
    return EXIT_CODE_USAGE;
}

enum exit_code verb_help(int argc, char **argv) {
    if (argc > 2) {
        complain("synovia help", "one verb at a time");
        return EXIT_CODE_USAGE;
    }
    if (argc == 1 || strcmp(argv[1], "--help") == 0) {
        return list_verbs();
    }
    return explain_verb(argv[1]);
}
