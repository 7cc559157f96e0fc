/*
 * What the program's exit code says to whoever started it.
 */
#ifndef SYNOVIA_CLI_EXITS_H
#define SYNOVIA_CLI_EXITS_H

enum exit_code {
    EXIT_CODE_DONE = 0,
    EXIT_CODE_FAILED = 1,    /* the thing asked about: a test, a check, a line of a batch */
    EXIT_CODE_USAGE = 2,     /* the command line is wrong */
    EXIT_CODE_COULD_NOT = 3, /* a file, a socket, memory */
};

#endif
