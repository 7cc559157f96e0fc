/* It looks at the program, and does not want to run in it. */
#include "abi/plugin.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    return NULL;
}
