#include "cli/state_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A relative path there is to be ignored, says the specification. */
static const char *absolute(const char *variable) {
    const char *value = getenv(variable);
    return value != NULL && value[0] == '/' ? value : NULL;
}

static bool append_folder(struct buffer *path, struct buffer *problem) {
    const char *state = absolute("XDG_STATE_HOME");
    const char *home = absolute("HOME");
    if (state != NULL) {
        buffer_append_format(path, "%s/synovia", state);
    } else if (home != NULL) {
        buffer_append_format(path, "%s/.local/state/synovia", home);
    } else {
        buffer_append_string(problem,
                             "neither XDG_STATE_HOME nor HOME is set to an absolute path, so there "
                             "is no folder to keep the journal in; name a file with --journal");
        return false;
    }
    return !path->failed;
}

/* Makes the folder and those above it that are not there; `path` ends with a zero byte. */
static bool make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made) {
            return false;
        }
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool make_folder(struct buffer *path, struct buffer *problem) {
    buffer_append(path, "", 1);
    if (path->failed) {
        return false;
    }
    if (!make_folders(path->at)) {
        buffer_append_format(problem,
                             "cannot make the folder %s for the journal: %s; make it, or name "
                             "another file with --journal",
                             path->at, strerror(errno));
        return false;
    }
    path->length--;
    return true;
}

bool state_folder_file(const char *name, bool make, struct buffer *path, struct buffer *problem) {
    if (!append_folder(path, problem) || (make && !make_folder(path, problem))) {
        return false;
    }
    buffer_append_format(path, "/%s", name);
    buffer_append(path, "", 1);
    return !path->failed;
}
