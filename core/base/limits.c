#include "base/limits.h"

#include <stddef.h>

const struct limit *limits_table(void) {
    static const struct limit table[] = {
#define LIMIT(name, value, unit, code, meaning) {#name, (value), (unit), (code), (meaning)},
        SYNOVIA_LIMITS(LIMIT)
#undef LIMIT
            {NULL, 0, NULL, NULL, NULL},
    };
    return table;
}
