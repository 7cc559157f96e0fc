#include "cli/cli.h"

#include "cli/terminal.h"
#include "cli/verbs.h"
#include "service/service.h"

#include <stdlib.h>

static enum exit_code show_help(void) {
    char name[] = "help";
    char *arguments[] = {name, NULL};
    return verbs_run(verbs_find("help"), 1, arguments);
}

static enum exit_code show_version(void) {
    puts("synovia " SYNOVIA_VERSION);
    return terminal_finish("synovia") ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

static enum exit_code refuse(const char *verb) {
    const struct verb *near = verb[0] == '-' ? NULL : verbs_nearest(verb);
    const char *what = verb[0] == '-' ? "option" : "verb";
    if (near != NULL) {
        complain("synovia", "there is no %s \"%s\"; did you mean `synovia %s`?", what, verb,
                 near->name);
    } else {
        complain("synovia", "there is no %s \"%s\"", what, verb);
    }
    fputs("Try `synovia help`.\n", stderr);
    return EXIT_CODE_USAGE;
}

int cli_main(int argc, char **argv) {
    if (argc < 2) {
        complain("synovia", "a verb is missing");
        fputs("Try `synovia help`.\n", stderr);
        return EXIT_CODE_USAGE;
    }
    const char *first = argv[1];
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0) {
        return show_version();
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "-?") == 0) {
        return show_help();
    }
    const struct verb *verb = verbs_find(first);
    return (int)(verb == NULL ? refuse(first) : verbs_run(verb, argc - 1, argv + 1));
}
