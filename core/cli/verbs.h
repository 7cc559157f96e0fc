/*
 * The verbs of the program, in the order in which `help` lists them. Each has a file of its own.
 */
#ifndef SYNOVIA_CLI_VERBS_H
#define SYNOVIA_CLI_VERBS_H

#include "base/text.h"
#include "cli/exits.h"

/*
 * VERB(name, "what it takes", "what it does")
 *
 * A verb is called with its own arguments: argv[0] is "synovia NAME", for its messages. It parses
 * its options with cli/options.h and returns the program's exit code.
 */
#define SYNOVIA_VERBS(VERB)                                                                        \
    VERB(check, "PATH...", "find what is wrong with protocols, and say what to write instead")     \
    VERB(test, "PATH...", "run the tests beside protocols")                                        \
    VERB(verify, "PATH...", "prove what must hold of protocols for every person")                  \
    VERB(diff, "OLD NEW", "show which people two versions of a protocol treat differently")        \
    VERB(screen, "PATH", "decide for one person, or for many with --batch")                        \
    VERB(guide, "PATH", "ask a person, decide, and guide them through a technique")                \
    VERB(serve, "[DIR]", "serve the protocols of a folder on sockets")                             \
    VERB(call, "METHOD [JSON]", "ask a running service")                                           \
    VERB(bench, "", "put load on a running service, and tell throughput and latency")              \
    VERB(journal, "WHAT", "verify, show, export, count, forget or copy what was recorded")         \
    VERB(replay, "PATH", "answer recorded decisions again by another version")                     \
    VERB(new, "NAME", "write a starter protocol with its tests")                                   \
    VERB(doc, "PATH", "print a protocol as a page that a colleague can review")                    \
    VERB(help, "[VERB]", "list the verbs, or explain one")

#define VERB(name, takes, does) enum exit_code verb_##name(int argc, char **argv);
SYNOVIA_VERBS(VERB)
#undef VERB

struct verb {
    const char *name;
    const char *takes;
    const char *does;
    enum exit_code (*run)(int argc, char **argv);
};

/* The table, ended by a verb whose name is NULL. */
const struct verb *verbs_table(void);

/* The verb of that name, or NULL. */
const struct verb *verbs_find(const char *name);

/* The verb that was probably meant, or NULL. */
const struct verb *verbs_nearest(const char *name);

/* Runs the verb with its arguments, argv[0] being its name. */
enum exit_code verbs_run(const struct verb *verb, int argc, char **argv);

#endif
