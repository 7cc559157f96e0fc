/*
 * A version of a protocol out of git: REVISION:PATH, as `git show` takes it. What it includes is
 * read from the same revision.
 */
#ifndef SYNOVIA_CLI_GIT_VERSION_H
#define SYNOVIA_CLI_GIT_VERSION_H

#include "service/service.h"

struct git_version {
    char *revision; /* owned */
    char *folder;   /* of the repository that the path lies in, with a slash; or empty; owned */
    char *file;     /* owned */
};

/* True where the argument means a revision: it has a colon, and there is no such file. */
bool git_version_is(const char *argument);

/* False where memory ran out. */
bool git_version_open(struct git_version *version, const char *argument);
void git_version_close(struct git_version *version);

/* Reads from the revision; valid as long as `version` is open. */
struct service_version git_version_reader(struct git_version *version);

/* Runs git with these arguments (ended by NULL, the first is "git") and appends what it prints; its
 * messages go to nobody. Returns its exit code, or -1 where it could not be run. */
int git_run(char *const *arguments, struct buffer *out);

#endif
