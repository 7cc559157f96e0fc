/*
 * Options by argp, with what argp leaves out: a misspelt option is answered with the nearest one,
 * and wrong usage ends the program with our own exit code.
 */
#ifndef SYNOVIA_CLI_OPTIONS_H
#define SYNOVIA_CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

/*
 * Parses the arguments of a verb; the argp's parser fills `input`. Ends the program where the usage
 * is wrong (EXIT_CODE_USAGE) and after --help and --usage (EXIT_CODE_DONE).
 */
void options_parse(const struct argp *argp, int argc, char **argv, void *input);

/* The choice among several words of an option's value: the index, or the program ends with a
 * message that names them and the nearest. `words` is ended by NULL. */
int options_choose(const struct argp_state *state, const char *option, const char *value,
                   const char *const *words);

#endif
