#include "cli/append.h"

#include "cli/terminal.h"

#include <errno.h>
#include <string.h>

enum exit_code append_tests(const char *path, struct text text, size_t count) {
    FILE *file = fopen(path, "a");
    bool written = file != NULL && fputc('\n', file) != EOF &&
                   fwrite(text.at, 1, text.length, file) == text.length;
    bool closed = file != NULL && fclose(file) == 0;
    if (!written || !closed) {
        complain("synovia test", "cannot write %s: %s", path, strerror(errno));
        return EXIT_CODE_COULD_NOT;
    }
    complain("synovia test",
             "%zu test%s appended to %s, unconfirmed: read %s, and remove `unconfirmed` where the "
             "decision is right",
             count, count == 1 ? " was" : "s were", path, count == 1 ? "it" : "them");
    return EXIT_CODE_DONE;
}
