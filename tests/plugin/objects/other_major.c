/* Built on a version of the ABI that can no longer be called rightly. */
#include "objects/good.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_store_routines table;
    static struct synovia_plugin said;
    table = good_table();
    said = good_description(&table);
    said.abi_major = SYNOVIA_STORE_ABI_MAJOR + 1;
    return &said;
}
