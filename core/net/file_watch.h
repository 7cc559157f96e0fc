/*
 * Waiting until files change: for a loop of its own, between whose turns the caller works.
 *
 *     watch folders ──> wait ──> changed paths ──> the caller works ──> wait ──> ...
 *                        └─────> interrupted (SIGINT, SIGTERM)
 *
 * Folders are watched rather than files, because editors save by putting a new file in the place of
 * the old one, and because a file that is missed may come. What changes while the caller works is
 * kept for the next wait.
 */
#ifndef SYNOVIA_NET_FILE_WATCH_H
#define SYNOVIA_NET_FILE_WATCH_H

#include "base/buffer.h"

struct file_watch;

/* NULL where memory ran out. */
struct file_watch *file_watch_new(void);

/* NULL is allowed. */
void file_watch_free(struct file_watch *watch);

/* Watches the folder that the file lies in; once is enough for a folder. False where it cannot be
 * watched: `errno`-like reasons are in `problem`, a text of the library's that stays. */
bool file_watch_add(struct file_watch *watch, const char *file, const char **problem);

/* Whether SIGINT and SIGTERM end the next wait, or do what they otherwise do. */
void file_watch_catch(struct file_watch *watch, bool signals);

enum file_watch_end { FILE_WATCH_CHANGED, FILE_WATCH_INTERRUPTED, FILE_WATCH_NO_MEMORY };

/*
 * Waits until something has changed and nothing more changes for a moment. `changed` (cleared
 * before) gets each path once, as the folder was given, each ended by a zero byte; an empty path
 * where the system could not tell which.
 */
enum file_watch_end file_watch_wait(struct file_watch *watch, struct buffer *changed);

#endif
