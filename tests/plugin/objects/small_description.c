/* A description that ends before the first version of it does. */
#include "objects/good.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_store_routines table;
    static struct synovia_plugin said;
    table = good_table();
    said = good_description(&table);
    said.size = 16;
    return &said;
}
