#include "cli/git_version.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ---- running git ----------------------------------------------------------------------------- */

/* Standard output into the pipe, messages nowhere. */
static bool spawn(char *const *arguments, int write_end, int read_end, pid_t *child) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return false;
    }
    bool ready =
        posix_spawn_file_actions_adddup2(&actions, write_end, STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_addclose(&actions, read_end) == 0 &&
        posix_spawn_file_actions_addclose(&actions, write_end) == 0;
    bool spawned =
        ready && posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return spawned;
}

static void read_all(int descriptor, struct buffer *out) {
    char piece[16 * 1024];
    ssize_t got;
    while ((got = read(descriptor, piece, sizeof piece)) > 0 || (got < 0 && errno == EINTR)) {
        buffer_append(out, piece, got > 0 ? (size_t)got : 0);
    }
}

int git_run(char *const *arguments, struct buffer *out) {
    int ends[2];
    pid_t child;
    int status = -1;
    if (pipe(ends) != 0) {
        return -1;
    }
    bool spawned = spawn(arguments, ends[1], ends[0], &child);
    close(ends[1]);
    if (spawned) {
        read_all(ends[0], out);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    close(ends[0]);
    return spawned && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- versions -------------------------------------------------------------------------------- */

bool git_version_is(const char *argument) {
    const char *colon = strchr(argument, ':');
    return colon != NULL && colon != argument && colon[1] != '\0' && access(argument, F_OK) != 0;
}

static char *copy(const char *at, size_t length) {
    char *made = malloc(length + 1);
    if (made != NULL) {
        memcpy(made, at, length);
        made[length] = '\0';
    }
    return made;
}

bool git_version_open(struct git_version *version, const char *argument) {
    const char *colon = strchr(argument, ':');
    const char *path = colon + 1;
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - path);
    *version = (struct git_version){
        .revision = copy(argument, (size_t)(colon - argument)),
        .folder = copy(path, folder),
        .file = copy(path + folder, strlen(path + folder)),
    };
    return version->revision != NULL && version->folder != NULL && version->file != NULL;
}

void git_version_close(struct git_version *version) {
    free(version->revision);
    free(version->folder);
    free(version->file);
    *version = (struct git_version){0};
}

static enum service_read read_shown(void *context, struct text path, struct buffer *out) {
    const struct git_version *version = context;
    struct buffer name = {0};
    buffer_append_format(&name, "%s:%s%.*s", version->revision, version->folder, (int)path.length,
                         path.at);
    buffer_append(&name, "", 1);
    char *arguments[] = {(char *)"git", (char *)"show", name.at, NULL};
    int code = name.failed ? -1 : git_run(arguments, out);
    buffer_free(&name);
    return code == 0 ? SERVICE_READ_OK : code < 0 ? SERVICE_READ_FAILED : SERVICE_READ_MISSING;
}

struct service_version git_version_reader(struct git_version *version) {
    return (struct service_version){.path = version->file, .context = version, .read = read_shown};
}
