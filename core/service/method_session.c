/*
 * session.start, session.report, session.get, session.end: a person guided through a technique,
 * turn by turn. What a session is, and when it stops, is the guide's; here it is asked and kept.
 */
#include "service/screening.h"
#include "service/session_turn.h"

#include "wire/writer.h"

/* ---- start ----------------------------------------------------------------------------------- */

enum {
    START_PROTOCOL,
    START_TECHNIQUE,
    START_FACTS,
    START_DIGEST,
    START_AS_OF,
    START_LANG,
    START_REF,
    START
};

static const struct param start_params[START] = {
    [START_PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [START_TECHNIQUE] = {"technique", PARAM_TEXT, true, "the id of one of its techniques"},
    [START_FACTS] = {"facts", PARAM_MAP, true, "what is known of the person, by fact"},
    [START_DIGEST] = {"digest", PARAM_TEXT, false, "the digest that the live protocol must have"},
    [START_AS_OF] = {"as_of", PARAM_DATE, false,
                     "the day to count from; today in UTC where not given"},
    [START_LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the texts, in every answer"},
    [START_REF] = {"ref", PARAM_REF, false, "the caller's own name for this session; echoed here"},
};

/* A tag that no text has is the same as none, and only so long a one is kept with the session. */
static struct text start_language(const struct request *request, const struct param_value *lang) {
    struct text language = params_language(request, lang);
    return language.length <= LIMIT_NAME_BYTES ? language : text_of(NULL);
}

static bool start_guide(struct session_turn *turn, uint32_t technique,
                        const struct wire_value *facts, int32_t as_of) {
    struct request *request = turn->request;
    struct intake *intake = arena_alloc(request->arena, sizeof *intake);
    if (intake == NULL || !intake_begin(intake, turn->served->program, as_of, request->arena)) {
        return request_fail_memory(request);
    }
    if (!screening_take(request, intake, facts)) {
        return false;
    }
    return guide_start(&turn->guide, technique, intake, &turn->served->functions, turn->now,
                       &turn->answer) ||
           request_fail_memory(request);
}

static void start(struct request *request, const struct param_value *values) {
    struct session_turn turn = {.method = "session.start"};
    turn.served = params_protocol(request, &values[START_PROTOCOL]);
    if (turn.served == NULL || !params_digest(request, &values[START_DIGEST], turn.served)) {
        return;
    }
    ptrdiff_t technique = params_technique(request, turn.served->program, &values[START_TECHNIQUE]);
    int32_t as_of = params_as_of(request, &values[START_AS_OF]);
    if (technique < 0 || !session_turn_begin(&turn, request) ||
        !start_guide(&turn, (uint32_t)technique, &values[START_FACTS].value, as_of)) {
        return;
    }
    turn.language = start_language(request, &values[START_LANG]);
    turn.ref = values[START_REF].given ? &values[START_REF].value : NULL;
    turn.as_of = &as_of;
    turn.answer.changed = true;
    session_turn_close(&turn);
}

const struct method method_session_start = {
    "session.start", "screens, and starts a cleared person on a technique", start_params, START,
    start,
};

/* ---- report ---------------------------------------------------------------------------------- */

enum { REPORT_SESSION, REPORT_TURN, REPORT_FACTS, REPORT };

static const struct param report_params[REPORT] = {
    [REPORT_SESSION] = {"session", PARAM_TEXT, true, "the id of a session"},
    [REPORT_TURN] = {"turn", PARAM_COUNT, true, "the turn that is reported on"},
    [REPORT_FACTS] = {"facts", PARAM_MAP, true, "what was watched, and whatever else is new"},
};

/* The number of the turn whose report is awaited, and the state, so that a caller that lost its way
 * finds back without another call. */
static void refuse_turn(const struct session_turn *turn, int64_t sent) {
    struct buffer *details = &turn->request->service->scratch;
    buffer_clear(details);
    writer_map(details, 2);
    writer_string(details, "turn");
    writer_unsigned(details, turn->answer.turn);
    writer_string(details, "state");
    writer_string(details, guide_state_name(turn->answer.state));
    request_fail_with(turn->request, ERROR_WRONG_TURN, buffer_text(details),
                      "turn %lld was reported, and the session is at turn %u: look at it with "
                      "session.get, and report on what it shows",
                      (long long)sent, turn->answer.turn);
}

static void report(struct request *request, const struct param_value *values) {
    struct session_turn turn = {.method = "session.report", .is_recorded = true};
    struct intake *intake = arena_alloc(request->arena, sizeof *intake);
    int64_t sent = values[REPORT_TURN].value.integer;
    if (!session_turn_open(&turn, request, &values[REPORT_SESSION])) {
        return;
    }
    if (intake == NULL || !guide_begin_report(&turn.guide, intake)) {
        request_fail_memory(request);
        return;
    }
    if (!screening_take(request, intake, &values[REPORT_FACTS].value)) {
        return;
    }
    switch (guide_report(&turn.guide, (uint64_t)sent, intake, &turn.served->functions, turn.now,
                         &turn.answer)) {
    case GUIDE_ANSWERED:
        session_turn_close(&turn);
        return;
    case GUIDE_WRONG_TURN:
        if (!session_turn_waits(&turn)) {
            refuse_turn(&turn, sent);
        }
        return;
    case GUIDE_NO_MEMORY:
        request_fail_memory(request);
        return;
    }
}

const struct method method_session_report = {
    "session.report", "reports on a turn; answers with the next one, or with why it is over",
    report_params,    REPORT,
    report,
};

/* ---- get ------------------------------------------------------------------------------------- */

enum { GET_SESSION, GET };

static const struct param get_params[GET] = {
    [GET_SESSION] = {"session", PARAM_TEXT, true, "the id of a session"},
};

static void get(struct request *request, const struct param_value *values) {
    struct session_turn turn = {.method = "session.get"};
    if (!session_turn_open(&turn, request, &values[GET_SESSION])) {
        return;
    }
    if (guide_get(&turn.guide, &turn.served->functions, turn.now, &turn.answer)) {
        session_turn_close(&turn);
    } else {
        request_fail_memory(request);
    }
}

const struct method method_session_get = {
    "session.get", "a session as it stands", get_params, GET, get,
};

/* ---- end ------------------------------------------------------------------------------------- */

enum { END_SESSION, END_BECAUSE, END };

static const struct param end_params[END] = {
    [END_SESSION] = {"session", PARAM_TEXT, true, "the id of a session"},
    [END_BECAUSE] = {"because", PARAM_TEXT, false, "why, for the record"},
};

static void end(struct request *request, const struct param_value *values) {
    struct session_turn turn = {.method = "session.end"};
    if (!session_turn_open(&turn, request, &values[END_SESSION])) {
        return;
    }
    if (guide_end(&turn.guide, &turn.served->functions, turn.now, &turn.answer)) {
        session_turn_close(&turn);
    } else {
        request_fail_memory(request);
    }
}

const struct method method_session_end = {
    "session.end", "ends a session before its last step", end_params, END, end,
};
