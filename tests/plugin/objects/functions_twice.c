/* Two functions of one name. */
#include "objects/good_functions.h"

static const struct synovia_function *same_again(size_t index) {
    return index < 2 ? the_function(0) : NULL;
}

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    return describe_functions_by(&function, same_again);
}
