/* Built when the table had only its required routines: the optional ones are not there, although
 * something stands where they would be. */
#include "objects/good.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_store_routines table;
    static struct synovia_plugin said;
    table = good_table();
    table.size = offsetof(struct synovia_store_routines, backup);
    said = good_description(&table);
    return &said;
}
