#include "service/error_codes.h"

#include "reference/reference.h"

void reference_error_codes(struct buffer *out) {
    buffer_append_string(out, "| code | whose mistake | means |\n| --- | --- | --- |\n");
    for (int code = 0; code < ERROR_CODES; code++) {
        enum error_code error = (enum error_code)code;
        buffer_append_format(out, "| `%s` | %s | %s |\n", error_code_text(error),
                             error_code_is_callers(error) ? "the caller's" : "the service's",
                             error_code_meaning(error));
    }
}
