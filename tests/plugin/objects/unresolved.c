/* It was linked without a library that it needs. */
#include "abi/plugin.h"

int nobody_has_this(void);

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    nobody_has_this();
    return NULL;
}
