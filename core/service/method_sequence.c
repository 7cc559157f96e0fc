/*
 * sequence: a technique laid out for a cleared person, loops kept as loops; else the decision,
 * which says what is missing or in the way.
 *
 * What is not known never adds movement: a step stands in the sequence only where its `only_if` is
 * known to be true, and a protective one is left out only where its `skip_if` is known to be.
 */
#include "service/describe.h"
#include "service/encode.h"
#include "service/methods.h"
#include "service/recording.h"
#include "service/screening.h"

enum { PROTOCOL, TECHNIQUE, FACTS, DIGEST, AS_OF, LANG, PARAMS };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [TECHNIQUE] = {"technique", PARAM_TEXT, true, "the id of one of its techniques"},
    [FACTS] = {"facts", PARAM_MAP, true, "what is known of the person, by fact"},
    [DIGEST] = {"digest", PARAM_TEXT, false, "the digest that the live protocol must have"},
    [AS_OF] = {"as_of", PARAM_DATE, false, "the day to count from; today in UTC where not given"},
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the texts"},
};

/* ---- the steps ------------------------------------------------------------------------------- */

struct laying {
    struct describing describing;
    const struct evaluation *evaluation; /* of all nodes */
};

static bool holds(const struct laying *laying, node_id node, bool otherwise) {
    return node == NODE_MISSING ? otherwise : laying->evaluation->cells[node].mask == MASK_TRUE;
}

static bool is_laid(const struct laying *laying, const struct step *step) {
    return holds(laying, step->only_if, true) && !holds(laying, step->skip_if, false);
}

static void lay_steps(const struct laying *laying, const struct step *steps, size_t count);

static void lay_loop(const struct laying *laying, const struct step *step) {
    struct buffer *out = laying->describing.out;
    struct writer_list map = writer_open_map(out);
    describe_text(&laying->describing, &map, "loop", step->id);
    describe_key(&laying->describing, &map, "at_most");
    writer_unsigned(out, step->at_most);
    describe_term(&laying->describing, &map, "finish_when", step->finish_when);
    describe_key(&laying->describing, &map, "steps");
    lay_steps(laying, step->steps, step->step_count);
    writer_close(out, &map);
}

static void lay_step(const struct laying *laying, const struct step *step) {
    struct buffer *out = laying->describing.out;
    struct writer_list map = writer_open_map(out);
    describe_text(&laying->describing, &map, "id", step->id);
    describe_phrase(&laying->describing, &map, "say", &step->say);
    describe_phrase(&laying->describing, &map, "caution", &step->caution);
    if (step->hold_seconds > 0) {
        describe_key(&laying->describing, &map, "hold_seconds");
        writer_number(out, step->hold_seconds);
    }
    describe_text(&laying->describing, &map, "figure", step->figure);
    writer_close(out, &map);
}

static void lay_steps(const struct laying *laying, const struct step *steps, size_t count) {
    struct writer_list list = writer_open_array(laying->describing.out);
    for (size_t i = 0; i < count; i++) {
        if (!is_laid(laying, &steps[i])) {
            continue;
        }
        writer_item(&list);
        if (steps[i].kind == STEP_LOOP) {
            lay_loop(laying, &steps[i]);
        } else {
            lay_step(laying, &steps[i]);
        }
    }
    writer_close(laying->describing.out, &list);
}

/* ---- the sequence ---------------------------------------------------------------------------- */

static void write_sequence(const struct laying *laying, const struct technique *technique) {
    const struct describing *describing = &laying->describing;
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "technique", technique->id);
    describe_text(describing, &map, "protocol", describing->program->header.id);
    describe_text(describing, &map, "digest", describing->program->header.digest);
    describe_phrase(describing, &map, "title", &technique->title);
    describe_key(describing, &map, "needs");
    writer_array(describing->out, (uint32_t)technique->need_count);
    for (size_t i = 0; i < technique->need_count; i++) {
        writer_text(describing->out,
                    phrase_in(&technique->needs[i], describing->language, describing->program));
    }
    describe_key(describing, &map, "steps");
    lay_steps(laying, technique->steps, technique->step_count);
    describe_phrase(describing, &map, "after", &technique->after);
    writer_close(describing->out, &map);
}

/* The nodes that only sessions need are evaluated as well, for the same answers. */
static void lay_out(struct request *request, const struct served *served,
                    const struct decision *decision, size_t technique, struct text language) {
    struct intake *intake = arena_alloc(request->arena, sizeof *intake);
    struct evaluation *evaluation = arena_alloc(request->arena, sizeof *evaluation);
    const struct program *program = served->program;
    if (intake == NULL || evaluation == NULL) {
        request_fail_memory(request);
        return;
    }
    *intake = *decision->intake;
    if (!evaluate(evaluation, intake, &served->functions, program->node_count)) {
        request_fail_memory(request);
        return;
    }
    struct laying laying = {{request->out, program, language}, evaluation};
    write_sequence(&laying, &program->techniques[technique]);
}

/* The decision, for somebody who may not be guided. Its id is written to `id`. */
static void write_decision(struct request *request, const struct served *served,
                           const struct decision *decision, struct text language, char *id) {
    struct encoding encoding = {
        .out = request->out,
        .arena = request->arena,
        .program = served->program,
        .decision = decision,
        .functions = &served->functions,
        .scratch = &request->service->scratch,
        .language = language,
        .id = id,
    };
    encode_decision(&encoding);
}

static void answer(struct request *request, const struct param_value *values) {
    char id[HASH128_HEX_SIZE] = "";
    struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL || !params_digest(request, &values[DIGEST], served)) {
        return;
    }
    ptrdiff_t technique = params_technique(request, served->program, &values[TECHNIQUE]);
    if (technique < 0) {
        return;
    }
    int32_t as_of = params_as_of(request, &values[AS_OF]);
    const struct decision *decision =
        screening_decide(request, served, &values[FACTS].value, as_of);
    if (decision == NULL) {
        return;
    }
    struct text language = params_language(request, &values[LANG]);
    if (decision->techniques[technique].available == AVAILABLE_YES) {
        lay_out(request, served, decision, (size_t)technique, language);
    } else {
        write_decision(request, served, decision, language, id);
    }
    struct recording recording = {
        .method = "sequence",
        .served = served,
        .as_of = as_of,
        .decision = id,
        .answer = recording_result(request),
    };
    recording_keep(request, &recording);
}

const struct method method_sequence = {
    "sequence", "the steps of a technique for a cleared person, else the decision", params, PARAMS,
    answer,
};
