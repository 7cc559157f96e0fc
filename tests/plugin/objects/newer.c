/* Built on later headers, with more in both structs, and still able to work with this program. */
#include "objects/good.h"

static struct {
    struct synovia_store_routines table;
    void (*appended)(void);
} later;

static struct {
    struct synovia_plugin said;
    int appended;
} described;

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    later.table = good_table();
    later.table.size = sizeof later;
    described.said = good_description(&later.table);
    described.said.size = sizeof described;
    return &described.said;
}
