/*
 * feedback: what a clinician made of a rule that spoke. How often a rule fires and is overridden is
 * how a broken rule is found, so it is worth nothing unless it is recorded, under the right rule.
 */
#include "service/keeping.h"
#include "service/methods.h"

#include "base/near.h"
#include "journal/record.h"
#include "wire/writer.h"

enum { DECISION, RULE, RESPONSE, COMMENT, PARAMS };

static const struct param params[PARAMS] = {
    [DECISION] = {"decision", PARAM_TEXT, true, "the id of a decision"},
    [RULE] = {"rule", PARAM_TEXT, true, "a rule or a result that spoke in it"},
    [RESPONSE] = {"response", PARAM_TEXT, true, "\"accepted\" or \"overridden\""},
    [COMMENT] = {"comment", PARAM_TEXT, false, "why"},
};

/* ---- what is known of it --------------------------------------------------------------------- */

static bool has_rule(const struct program *program, struct text name, struct near_search *search) {
    for (size_t i = 0; i < program->rule_count; i++) {
        if (text_equal(program->rules[i].id, name)) {
            return true;
        }
        near_offer(search, program->rules[i].id);
    }
    for (size_t i = 0; i < program->result_count; i++) {
        if (text_equal(program->results[i].name, name)) {
            return true;
        }
        near_offer(search, program->results[i].name);
    }
    return false;
}

static bool refuse_rule(struct request *request, struct text name, struct near_search *search,
                        const struct served *served) {
    struct text near = near_result(search);
    bool found = !text_is_empty(near);
    return request_fail(
        request, ERROR_UNKNOWN_RULE, "%s has no rule and no result \"%.*s\"%s%.*s%s",
        served == NULL ? "no protocol that is live" : "the protocol of the decision",
        (int)name.length, name.at, found ? "; did you mean \"" : "", (int)near.length,
        found ? near.at : "", found ? "\"?" : "");
}

/*
 * A decision that was made lately is held against the version that made it. One that is not
 * remembered may be years old and is taken all the same, if some live protocol has such a rule:
 * whoever reads the journal finds the decision there.
 */
static bool check_rule(struct request *request, const struct served *served, struct text name) {
    const struct catalogue *catalogue = &request->service->catalogue;
    struct near_search search;
    near_begin(&search, name);
    if (served != NULL) {
        return has_rule(served->program, name, &search) ||
               refuse_rule(request, name, &search, served);
    }
    for (size_t i = 0; i < catalogue->count; i++) {
        if (has_rule(catalogue->items[i]->program, name, &search)) {
            return true;
        }
    }
    return refuse_rule(request, name, &search, served);
}

/* ---- the answer ------------------------------------------------------------------------------ */

static void write_pair(struct buffer *out, const char *key, const struct param_value *value) {
    writer_string(out, key);
    writer_text(out, value->text);
}

static struct text write_payload(struct buffer *out, const struct param_value *values) {
    buffer_clear(out);
    writer_map(out, values[COMMENT].given ? 4 : 3);
    write_pair(out, "decision", &values[DECISION]);
    write_pair(out, "rule", &values[RULE]);
    write_pair(out, "response", &values[RESPONSE]);
    if (values[COMMENT].given) {
        write_pair(out, "comment", &values[COMMENT]);
    }
    return buffer_text(out);
}

static bool check_texts(struct request *request, const struct param_value *values) {
    struct text response = values[RESPONSE].text;
    if (!text_is(response, "accepted") && !text_is(response, "overridden")) {
        return request_fail(request, ERROR_BAD_PARAMS,
                            "response must be \"accepted\" or \"overridden\" and was sent as "
                            "\"%.*s\"",
                            (int)response.length, response.at);
    }
    if (!session_id_is_one(values[DECISION].text)) {
        return request_fail(request, ERROR_BAD_PARAMS,
                            "decision must be the id of a decision, %d hexadecimal digits",
                            HASH128_HEX_SIZE - 1);
    }
    return true;
}

static void answer(struct request *request, const struct param_value *values) {
    struct service *service = request->service;
    uint32_t edition = recall_find(&service->recall, values[DECISION].text);
    struct served *served = edition == 0 ? NULL : editions_numbered(&service->editions, edition);
    if (!check_texts(request, values) || !check_rule(request, served, values[RULE].text)) {
        return;
    }
    if (!keeping_is_on(service)) {
        request_fail(request, ERROR_STORE_UNAVAILABLE,
                     "this service keeps no journal, and feedback that is not recorded is lost");
        return;
    }
    writer_map(request->out, 0);
    struct keeping_entry entry = {
        .kind = JOURNAL_FEEDBACK,
        .served = served,
        .key = values[DECISION].text, /* by which it is forgotten together with the decision */
        .written = write_payload(&service->scratch, values),
    };
    if (service->scratch.failed) {
        request_fail_memory(request);
    } else {
        keeping_record(request, &entry);
    }
}

const struct method method_feedback = {
    "feedback", "what was made of a rule that spoke in a decision, for the record", params, PARAMS,
    answer,
};
