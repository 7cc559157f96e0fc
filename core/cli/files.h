/*
 * The files that a command line names, each visited once in turn.
 */
#ifndef SYNOVIA_CLI_FILES_H
#define SYNOVIA_CLI_FILES_H

#include "cli/exits.h"
#include "service/protocol_files.h"

#include <stdbool.h>

/* Gathers the protocols that the paths stand for. What cannot be read is complained about, and the
 * rest gathered; EXIT_CODE_COULD_NOT then. */
enum exit_code files_gather(struct protocol_files *files, const char *program, char *const *paths);

/* Says on standard error why a file could not be read, by errno. */
void files_complain_unreadable(const char *program, const char *path);
void files_complain_memory(const char *program);

/* The worse of two exit codes: could not, then failed. */
enum exit_code exit_code_worse(enum exit_code a, enum exit_code b);

#endif
