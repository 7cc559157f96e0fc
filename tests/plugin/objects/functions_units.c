/* A function that names no units. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    function.units = NULL;
    return describe_functions(&function);
}
