/* screen: one person's facts in, one decision out. */
#include "service/encode.h"
#include "service/methods.h"
#include "service/recording.h"
#include "service/screening.h"

enum { PROTOCOL, FACTS, DIGEST, AS_OF, LANG, EXPLAIN, REF, PARAMS };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [FACTS] = {"facts", PARAM_MAP, true, "what is known of the person, by fact"},
    [DIGEST] = {"digest", PARAM_TEXT, false, "the digest that the live protocol must have"},
    [AS_OF] = {"as_of", PARAM_DATE, false, "the day to count from; today in UTC where not given"},
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the texts"},
    [EXPLAIN] = {"explain", PARAM_BOOLEAN, false, "true: with a tree of every rule's condition"},
    [REF] = {"ref", PARAM_REF, false, "the caller's own name for this request; echoed"},
};

static void answer(struct request *request, const struct param_value *values) {
    struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL || !params_digest(request, &values[DIGEST], served)) {
        return;
    }
    char id[HASH128_HEX_SIZE] = "";
    int32_t as_of = params_as_of(request, &values[AS_OF]);
    const struct decision *decision =
        screening_decide(request, served, &values[FACTS].value, as_of);
    if (decision == NULL) {
        return;
    }
    struct encoding encoding = {
        .out = request->out,
        .arena = request->arena,
        .program = served->program,
        .decision = decision,
        .functions = &served->functions,
        .scratch = &request->service->scratch,
        .language = params_language(request, &values[LANG]),
        .explain = values[EXPLAIN].given && values[EXPLAIN].value.boolean,
        .ref = values[REF].given ? &values[REF].value : NULL,
        .id = id,
    };
    encode_decision(&encoding);
    struct recording recording = {
        .method = "screen",
        .served = served,
        .ref = encoding.ref,
        .as_of = as_of,
        .decision = id,
        .answer = recording_result(request),
    };
    recording_keep(request, &recording);
}

const struct method method_screen = {
    "screen", "a decision for one person", params, PARAMS, answer,
};
