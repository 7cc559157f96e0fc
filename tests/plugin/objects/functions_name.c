/* A function that no script could name. */
#include "objects/good_functions.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    static struct synovia_function function;
    function = good_function();
    function.name = (struct synovia_text)SYNOVIA_TEXT("two words");
    return describe_functions(&function);
}
