/* A function that gives a date. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    function.gives = SYNOVIA_VALUE_DATE;
    return describe_functions(&function);
}
