/* `synovia new`: a starter protocol with its tests, to be changed line by line. */
#include "base/buffer.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/starter.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char program[] = "synovia new";
static const char placeholder[] = "starter";

/* An id as a protocol's header takes it: small letters, digits and dashes between them. */
static bool is_id(const char *name) {
    size_t length = strlen(name);
    return length > 0 && length <= 64 && name[0] >= 'a' && name[0] <= 'z' &&
           name[length - 1] != '-' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The text with the id in place of the starter's own. */
static void fill_in(struct buffer *out, const char *text, const char *id) {
    const char *found;
    while ((found = strstr(text, placeholder)) != NULL) {
        buffer_append(out, text, (size_t)(found - text));
        buffer_append_string(out, id);
        text = found + sizeof placeholder - 1;
    }
    buffer_append_string(out, text);
}

/* "x" mode: never over a file that is there. */
static bool write_file(const char *path, const char *text, const char *id) {
    struct buffer filled = {0};
    fill_in(&filled, text, id);
    errno = 0;
    FILE *file = filled.failed ? NULL : fopen(path, "wx");
    bool written = file != NULL && fwrite(filled.at, 1, filled.length, file) == filled.length;
    if (file != NULL && fclose(file) != 0) {
        written = false;
    }
    if (!written) {
        complain(program,
                 errno == EEXIST ? "%s is there already, and is left as it is: %s"
                                 : "cannot write %s: %s",
                 path, strerror(errno));
    }
    buffer_free(&filled);
    return written;
}

/* `path` with an ending; the caller frees it. */
static char *with_ending(const char *path, const char *ending) {
    size_t size = strlen(path) + strlen(ending) + 1;
    char *whole = malloc(size);
    if (whole != NULL) {
        snprintf(whole, size, "%s%s", path, ending);
    }
    return whole;
}

static bool is_free(const char *path) {
    if (access(path, F_OK) == 0) {
        complain(program, "%s is there already, and is left as it is", path);
        return false;
    }
    return true;
}

static enum exit_code write_both(const char *path, const char *protocol, const char *tests) {
    const char *id = last_part(path);
    if (!is_free(protocol) || !is_free(tests) || !write_file(protocol, starter_protocol, id) ||
        !write_file(tests, starter_tests, id)) {
        return EXIT_CODE_COULD_NOT;
    }
    printf("Written: %s and %s. Now\n"
           "  synovia check %s\n"
           "  synovia test %s\n"
           "  synovia screen %s\n",
           protocol, tests, protocol, protocol, protocol);
    return terminal_finish(program) ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

/* ---- options --------------------------------------------------------------------------------- */

static error_t parse(int key, char *argument, struct argp_state *state) {
    char **path = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (*path != NULL) {
            argp_error(state, "one name at a time");
        }
        if (!is_id(last_part(argument))) {
            argp_error(
                state,
                "\"%s\" is no name of a protocol: small letters, digits and dashes, begun by "
                "a letter, such as knee-injury",
                argument);
        }
        *path = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a name is missing, such as knee-injury");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_new(int argc, char **argv) {
    static const struct argp_option options[] = {{0}};
    static const struct argp argp = {
        options,
        parse,
        "NAME",
        "Writes a starter protocol NAME.lua and its tests NAME_test.lua, which pass, and which "
        "show "
        "the language in one screen.\vNAME may have folders before it. A file that is there is "
        "left as it is.",
        NULL,
        NULL,
        NULL,
    };
    char *path = NULL;
    options_parse(&argp, argc, argv, &path);
    char *protocol = with_ending(path, ".lua");
    char *tests = with_ending(path, "_test.lua");
    enum exit_code code = EXIT_CODE_COULD_NOT;
    if (protocol == NULL || tests == NULL) {
        files_complain_memory(program);
    } else {
        code = write_both(path, protocol, tests);
    }
    free(protocol);
    free(tests);
    return code;
}
