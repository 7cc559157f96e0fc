#include "service/request.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_BYTES = 512 };

static void write_error(struct request *request, enum error_code code, struct text details,
                        struct text message) {
    struct rpc_error error = {
        .code = text_of(error_code_text(code)),
        .message = message,
        .details = details,
        .is_callers_mistake = error_code_is_callers(code),
    };
    request->out->length = request->start;
    request->failed = true;
    rpc_write_error(request->out, request->id, &error, request->peer->error_form);
}

/* A message that is cut may be cut within a character: what is left of it goes too. */
static struct text whole_characters(struct text text) {
    while (!text_is_utf8(text)) {
        text.length--;
    }
    return text;
}

static bool fail(struct request *request, enum error_code code, struct text details,
                 const char *format, va_list arguments) {
    char message[MESSAGE_BYTES];
    if (!request->failed) {
        vsnprintf(message, sizeof message, format, arguments);
        write_error(request, code, details, whole_characters(text_of(message)));
    }
    return false;
}

bool request_fail(struct request *request, enum error_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fail(request, code, text_from(NULL, 0), format, arguments);
    va_end(arguments);
    return false;
}

bool request_fail_with(struct request *request, enum error_code code, struct text details,
                       const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fail(request, code, details, format, arguments);
    va_end(arguments);
    return false;
}

bool request_fail_memory(struct request *request) {
    return request_fail(request, ERROR_OUT_OF_MEMORY,
                        "the service ran out of memory; nothing was decided, ask again later");
}
