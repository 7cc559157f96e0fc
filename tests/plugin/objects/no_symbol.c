/* A shared object that has nothing to do with Synovia. */
#include "abi/plugin.h"

SYNOVIA_PLUGIN_EXPORT int somebody_elses(void);

int somebody_elses(void) {
    return 1;
}
