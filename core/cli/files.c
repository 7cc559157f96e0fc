#include "cli/files.h"

#include "cli/terminal.h"

#include <errno.h>
#include <string.h>

void files_complain_unreadable(const char *program, const char *path) {
    complain(program, "cannot read %s: %s", path, strerror(errno));
}

void files_complain_memory(const char *program) {
    complain(program, "out of memory");
}

enum exit_code exit_code_worse(enum exit_code a, enum exit_code b) {
    return a > b ? a : b;
}

enum exit_code files_gather(struct protocol_files *files, const char *program, char *const *paths) {
    enum exit_code code = EXIT_CODE_DONE;
    for (size_t i = 0; paths[i] != NULL; i++) {
        switch (protocol_files_add(files, paths[i])) {
        case PROTOCOL_FILES_FOUND:
            continue;
        case PROTOCOL_FILES_EMPTY:
            complain(program, "%s: no protocols here; they are files that end in .lua", paths[i]);
            break;
        case PROTOCOL_FILES_UNREADABLE:
            files_complain_unreadable(program, paths[i]);
            break;
        case PROTOCOL_FILES_NO_MEMORY:
            files_complain_memory(program);
            break;
        }
        code = EXIT_CODE_COULD_NOT;
    }
    return code;
}
