/* A table that ends in the middle of a required routine. */
#include "objects/good.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_store_routines table;
    static struct synovia_plugin said;
    table = good_table();
    table.size = offsetof(struct synovia_store_routines, forget) + 4;
    said = good_description(&table);
    return &said;
}
