/* A plug-in of one function that is right in everything. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    return describe_functions(&function);
}
