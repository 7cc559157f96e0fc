/*
 * synovia: the engine and the service as a program.
 */
#include "cli/cli.h"

#include <fcntl.h>
#include <unistd.h>

/*
 * Standard streams that somebody closed stand open on nothing: otherwise the next socket would take
 * the number of standard error, and the log would be written into it.
 */
static int open_standard_streams(void) {
    int file;
    do {
        file = open("/dev/null", O_RDWR);
    } while (file >= 0 && file <= STDERR_FILENO);
    return file >= 0 ? close(file) : -1;
}

int main(int argc, char **argv) {
    if (open_standard_streams() != 0) {
        return 3;
    }
    return cli_main(argc, argv);
}
