/* A name that could not be that of a file. */
#include "objects/good.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_store_routines table;
    static struct synovia_plugin said;
    table = good_table();
    said = good_description(&table);
    said.name = (struct synovia_text)SYNOVIA_TEXT("../stub");
    return &said;
}
