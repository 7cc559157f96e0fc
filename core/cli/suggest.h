/*
 * `synovia test --suggest`: cases at the boundaries that the tests lack, ready to paste.
 */
#ifndef SYNOVIA_CLI_SUGGEST_H
#define SYNOVIA_CLI_SUGGEST_H

#include "cli/exits.h"
#include "cli/services.h"

/* Shows what the tests of these protocols lack, as text or as one JSON value; with `writes` it is
 * appended to the files of tests as well. */
enum exit_code suggest_all(struct service *service, char *const *paths, bool json, bool writes);

#endif
