/*
 * What this program knows of each kind of plug-in: the version of its ABI and the routines of its
 * table. Append here what is appended to a header of plugins/abi.
 */
#ifndef SYNOVIA_PLUGIN_KINDS_H
#define SYNOVIA_PLUGIN_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plugin_routine {
    const char *name;
    size_t offset; /* of a pointer to a function, in the table */
    bool required;
};

struct plugin_kind {
    uint32_t number; /* SYNOVIA_KIND_... */
    const char *name;
    uint32_t major, minor; /* of the header that this program was built with */
    size_t table_size;
    const struct plugin_routine *routines;
    size_t routine_count;
};

/* NULL where the program does not load plug-ins of this kind. */
const struct plugin_kind *plugin_kind_of(uint32_t number);

/* The kind's name for an error: also of kinds that the program does not load; NULL where there is
 * no such kind. */
const char *plugin_kind_name(uint32_t number);

#endif
