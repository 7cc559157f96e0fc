/* What a session answers: where it stands, what to do and to report, or why it has stopped. */
#include "service/encode_session.h"

#include "service/describe.h"

struct session_writing {
    const struct encoding *encoding;
    struct buffer *out;
    const struct program *program;
    const struct guide_answer *answer;
    struct writer_list map;
};

static void key(struct session_writing *writing, const char *name) {
    writer_item(&writing->map);
    encode_key(writing->out, name);
}

/* ---- the step -------------------------------------------------------------------------------- */

static void write_loop(const struct session_writing *writing) {
    const struct guide_step *at = &writing->answer->step;
    writer_map(writing->out, 3);
    encode_text_pair(writing->out, "id", at->loop->id);
    encode_key(writing->out, "round");
    writer_unsigned(writing->out, at->round);
    encode_key(writing->out, "at_most");
    writer_unsigned(writing->out, at->loop->at_most);
}

static void write_step(const struct session_writing *writing) {
    const struct guide_step *at = &writing->answer->step;
    struct buffer *out = writing->out;
    const struct describing describing = {out, writing->program, writing->encoding->language};
    struct writer_list map = writer_open_map(out);
    describe_text(&describing, &map, "id", at->step->id);
    describe_text(&describing, &map, "instance", guide_instance(at, writing->encoding->arena));
    describe_phrase(&describing, &map, "say", &at->step->say);
    describe_phrase(&describing, &map, "caution", &at->step->caution);
    if (at->step->hold_seconds > 0) {
        describe_key(&describing, &map, "hold_seconds");
        writer_number(out, at->step->hold_seconds);
    }
    describe_text(&describing, &map, "figure", at->step->figure);
    describe_key(&describing, &map, "index");
    writer_unsigned(out, at->index);
    describe_key(&describing, &map, "of");
    writer_unsigned(out, at->of);
    if (at->loop != NULL) {
        describe_key(&describing, &map, "loop");
        write_loop(writing);
    }
    writer_close(out, &map);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static void write_names(const struct session_writing *writing, const uint32_t *facts,
                        size_t count) {
    writer_array(writing->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        writer_text(writing->out, writing->program->facts[facts[i]].name);
    }
}

static void write_facts(const struct session_writing *writing, const struct guide_halt *halt) {
    writer_map(writing->out, (uint32_t)halt->fact_count);
    for (size_t i = 0; i < halt->fact_count; i++) {
        const struct fact *fact = &writing->program->facts[halt->facts[i].fact];
        writer_text(writing->out, fact->name);
        encode_answer(writing->out, fact, &halt->facts[i].answer);
    }
}

/* ---- halts ----------------------------------------------------------------------------------- */

static void write_referral(const struct session_writing *writing, const struct referral *referral) {
    writer_map(writing->out, 2);
    encode_key(writing->out, "to");
    encode_addressees(writing->encoding, referral);
    encode_text_pair(writing->out, "urgency", text_of(urgency_name(referral->urgency)));
}

static void write_halt(const struct session_writing *writing, const struct guide_halt *halt) {
    struct buffer *out = writing->out;
    const struct rule *rule = &writing->program->rules[halt->rule];
    const struct describing describing = {out, writing->program, writing->encoding->language};
    struct writer_list map = writer_open_map(out);
    describe_text(&describing, &map, "rule", rule->id);
    describe_text(&describing, &map, "kind", text_of(rule_kind_name(rule->kind)));
    describe_phrase(&describing, &map, "because", &rule->because);
    describe_phrase(&describing, &map, "advice", &rule->advice);
    describe_key(&describing, &map, "certain");
    writer_boolean(out, halt->certain);
    if (rule->referral.urgency != URGENCY_NONE) {
        describe_key(&describing, &map, "referral");
        write_referral(writing, &rule->referral);
    }
    describe_key(&describing, &map, "facts");
    write_facts(writing, halt);
    describe_text(&describing, &map, "source", rule->source);
    describe_texts(&describing, &map, "see", rule->see, rule->see_count);
    if (writing->answer->step.step != NULL) {
        describe_text(&describing, &map, "at",
                      guide_instance(&writing->answer->step, writing->encoding->arena));
    }
    writer_close(out, &map);
}

static void write_halts(const struct session_writing *writing) {
    writer_array(writing->out, (uint32_t)writing->answer->halt_count);
    for (size_t i = 0; i < writing->answer->halt_count; i++) {
        write_halt(writing, &writing->answer->halts[i]);
    }
}

/* ---- the answer ------------------------------------------------------------------------------ */

static void write_decision(struct session_writing *writing) {
    struct encoding encoding = *writing->encoding;
    encoding.decision = writing->answer->decision;
    encoding.ref = NULL;
    key(writing, "decision");
    encode_decision(&encoding);
}

static void write_failures(struct session_writing *writing) {
    key(writing, "failures");
    struct writer_list list = writer_open_array(writing->out);
    for (const struct failure *failure = writing->answer->failures; failure != NULL;
         failure = failure->next) {
        writer_item(&list);
        writer_text(writing->out, failure->message);
    }
    writer_close(writing->out, &list);
}

/* What a front end acts on: what to do, what to report, what is still missing. */
static void write_turn(struct session_writing *writing) {
    const struct guide_answer *answer = writing->answer;
    if (answer->state == GUIDE_STEP) {
        key(writing, "step");
        write_step(writing);
    }
    key(writing, "watch");
    write_names(writing, answer->watch, answer->watch_count);
    if (answer->missing_count > 0) {
        key(writing, "missing");
        write_names(writing, answer->missing, answer->missing_count);
    }
    if (answer->question_count > 0) {
        key(writing, "questions");
        encode_question_list(writing->encoding, answer->questions, answer->question_count);
    }
}

static void write_end(struct session_writing *writing) {
    const struct guide_answer *answer = writing->answer;
    const struct phrase *after = &writing->program->techniques[answer->technique].after;
    if (answer->halt_count > 0) {
        key(writing, "halts");
        write_halts(writing);
    }
    if (answer->faults != NULL) {
        key(writing, "faults");
        encode_fault_list(writing->encoding, answer->faults);
    }
    if (answer->failures != NULL && answer->decision == NULL) {
        write_failures(writing);
    }
    if (answer->state == GUIDE_FINISHED && after->count > 0) {
        key(writing, "after");
        writer_text(writing->out, encode_phrase(writing->encoding, after));
    }
    if (answer->expires_ms != 0) {
        key(writing, "expires_at");
        encode_time(writing->out, answer->expires_ms);
    }
}

void encode_session(const struct encoding *encoding, struct text session,
                    const struct guide_answer *answer) {
    struct buffer *out = encoding->out;
    struct session_writing writing = {
        .encoding = encoding, .out = out, .program = encoding->program, .answer = answer};
    writing.map = writer_open_map(out);
    key(&writing, "session");
    writer_text(out, session);
    writer_item(&writing.map);
    encode_identity(encoding);
    key(&writing, "turn");
    writer_unsigned(out, answer->turn);
    key(&writing, "state");
    writer_string(out, guide_state_name(answer->state));
    key(&writing, "technique");
    writer_text(out, encoding->program->techniques[answer->technique].id);
    write_turn(&writing);
    if (answer->decision != NULL) {
        write_decision(&writing);
    }
    write_end(&writing);
    if (encoding->ref != NULL) {
        key(&writing, "ref");
        writer_value(out, encoding->ref);
    }
    writer_close(out, &writing.map);
}
