/* A function without inputs. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    function.take_count = 0;
    return describe_functions(&function);
}
