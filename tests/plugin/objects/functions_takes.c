/* A function that takes something unknown. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    static const uint32_t unknown[] = {SYNOVIA_VALUE_NUMBER, 9};
    function.takes = unknown;
    return describe_functions(&function);
}
