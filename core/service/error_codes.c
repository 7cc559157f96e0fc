#include "service/error_codes.h"

enum at_fault { CALLER, SERVICE };

struct error_row {
    const char *text;
    enum at_fault at_fault;
    const char *meaning;
};

static const struct error_row rows[] = {
#define ERROR(name, code, at_fault, meaning) {code, at_fault, meaning},
    SYNOVIA_ERRORS(ERROR)
#undef ERROR
};

const char *error_code_text(enum error_code code) {
    return rows[code].text;
}

const char *error_code_meaning(enum error_code code) {
    return rows[code].meaning;
}

bool error_code_is_callers(enum error_code code) {
    return rows[code].at_fault == CALLER;
}
