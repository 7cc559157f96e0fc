#include "cli/options.h"

#include "base/buffer.h"
#include "base/near.h"
#include "cli/exits.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- misspelt options ------------------------------------------------------------------------ */

/* argp's own, which stand in no table. */
static const char *const common_options[] = {"help", "usage", NULL};

static bool begins(const char *name, struct text start) {
    return strlen(name) >= start.length && memcmp(name, start.at, start.length) == 0;
}

/* getopt takes an abbreviation too; an ambiguous one it reports itself. */
static bool is_known(const struct argp *argp, struct text name) {
    for (const struct argp_option *option = argp->options; option->name != NULL; option++) {
        if (begins(option->name, name)) {
            return true;
        }
    }
    for (size_t i = 0; common_options[i] != NULL; i++) {
        if (begins(common_options[i], name)) {
            return true;
        }
    }
    return false;
}

static struct text nearest_option(const struct argp *argp, struct text name) {
    struct near_search search;
    near_begin(&search, name);
    for (const struct argp_option *option = argp->options; option->name != NULL; option++) {
        near_offer(&search, text_of(option->name));
    }
    for (size_t i = 0; common_options[i] != NULL; i++) {
        near_offer(&search, text_of(common_options[i]));
    }
    return near_result(&search);
}

static void refuse_option(const struct argp *argp, const char *program, struct text name) {
    struct text near = nearest_option(argp, name);
    fprintf(stderr, "%s: there is no option --%.*s", program, (int)name.length, name.at);
    if (!text_is_empty(near)) {
        fprintf(stderr, "; did you mean --%.*s?", (int)near.length, near.at);
    }
    fprintf(stderr, "\nTry `%s --help`.\n", program);
    exit(EXIT_CODE_USAGE);
}

/* True where the option's value is the next argument. */
static bool takes_next(const struct argp *argp, struct text name) {
    for (const struct argp_option *option = argp->options; option->name != NULL; option++) {
        if (begins(option->name, name)) {
            return option->arg != NULL && (option->flags & OPTION_ARG_OPTIONAL) == 0;
        }
    }
    return false;
}

static void look_for_misspelt(const struct argp *argp, int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            continue;
        }
        struct text name = text_from(argv[i] + 2, strcspn(argv[i] + 2, "="));
        if (!is_known(argp, name)) {
            refuse_option(argp, argv[0], name);
        }
        bool has_value = argv[i][2 + name.length] == '=';
        i += !has_value && takes_next(argp, name);
    }
}

void options_parse(const struct argp *argp, int argc, char **argv, void *input) {
    argp_err_exit_status = EXIT_CODE_USAGE;
    look_for_misspelt(argp, argc, argv);
    argp_parse(argp, argc, argv, 0, NULL, input);
}

/* ---- words ----------------------------------------------------------------------------------- */

int options_choose(const struct argp_state *state, const char *option, const char *value,
                   const char *const *words) {
    struct near_search search;
    struct buffer list = {0};
    near_begin(&search, text_of(value));
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], value) == 0) {
            buffer_free(&list);
            return i;
        }
        near_offer(&search, text_of(words[i]));
        buffer_append_format(&list, "%s%s", i == 0 ? "" : ", ", words[i]);
    }
    struct text near = near_result(&search);
    bool found = !text_is_empty(near);
    buffer_append(&list, "", 1);
    argp_error(state, "--%s is one of %s, and not \"%s\"%s%.*s%s", option,
               list.failed ? "several words" : list.at, value, found ? "; did you mean " : "",
               (int)near.length, found ? near.at : "", found ? "?" : "");
    buffer_free(&list);
    return -1;
}
