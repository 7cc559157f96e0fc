/* cases_from "file": examples out of a table or out of lines of JSON. */
#include "script/suite_private.h"

void suite_add_case(struct fields *report, const struct test *test, struct place place) {
    report->place = place;
    suite_need_as_of(report, &test->given);
    struct test *slot = suite_add(report->state, TEST_EXAMPLE, test->name, place);
    struct source_position position = slot->position;
    *slot = *test;
    slot->position = position;
}

static bool ends_in(struct text path, const char *end) {
    size_t length = strlen(end);
    return path.length > length && memcmp(path.at + path.length - length, end, length) == 0;
}

static void read_file(struct fields *report, struct text path, struct text bytes) {
    if (ends_in(path, ".ndjson") || ends_in(path, ".jsonl")) {
        suite_read_ndjson(report, path, bytes);
    } else {
        suite_read_csv(report, path, bytes);
    }
}

int word_cases_from(lua_State *state) {
    struct session *session = session_of(state);
    struct site site = site_of_call(state, "cases_from");
    struct place place = site_argument(&site, 0);
    if (lua_type(state, 1) != LUA_TSTRING) {
        struct text found = term_describe(state, 1);
        diagnostics_error(session->diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                          "`cases_from` takes a path in quotes, but found %.*s", (int)found.length,
                          found.at);
        return 0;
    }
    struct text path = session_string(state, 1);
    struct text bytes = text_of(NULL);
    struct fields report = {.state = state,
                            .session = session,
                            .diagnostics = session->diagnostics,
                            .what = "a case",
                            .place = place};
    if (session_read_bytes(session, path, place, &bytes)) {
        read_file(&report, path, bytes);
    } else if (session->diagnostics->failed) {
        session_no_memory(state);
    }
    return 0;
}
