/*
 * The program on the command line: the verb named by the first argument.
 */
#ifndef SYNOVIA_CLI_CLI_H
#define SYNOVIA_CLI_CLI_H

/* What main does: returns the exit code (cli/exits.h). */
int cli_main(int argc, char **argv);

#endif
