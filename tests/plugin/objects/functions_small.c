/* A function whose description ends too early. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    function.size = 8;
    return describe_functions(&function);
}
