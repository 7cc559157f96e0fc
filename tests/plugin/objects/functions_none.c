/* A plug-in of functions that has none. */
#include "objects/good_functions.h"

static const struct synovia_function *nothing(size_t index) {
    (void)index;
    return NULL;
}

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    return describe_functions_by(NULL, nothing);
}
