/*
 * synovia: the engine and the service as a program.
 */
#include "cli/cli.h"

int main(int argc, char **argv) {
    return cli_main(argc, argv);
}
