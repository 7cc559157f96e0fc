/*
 * The door of packed sessions: bytes as a store gives them back, for one protocol; what is read is
 * then gone on with. The checksum is made right, or hardly any input would get past it.
 */
#include "guide/guide_private.h"
#include "script/load.h"

#include <stdlib.h>

static const char protocol[] =
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P' }\n"
    "local well = yes_no 'well' { ask = 'W?' }\n"
    "local weight = number 'weight' { ask = 'W?', min = -400, max = 400 }\n"
    "local side = choice 'side' { ask = 'S?', options = { 'left', 'right', 'both' } }\n"
    "local surgery = date 'surgery' { ask = 'O?', none = 'Never' }\n"
    "local hurts = yes_no 'hurts' { ask = 'H?', live = true }\n"
    "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true,\n"
    "  only_if = hurts, otherwise = 0 }\n"
    "precondition 'well' { require = well, because = 'B' }\n"
    "advisory 'all' { when = any { weight:over(1), side:is 'left', surgery:days_ago():over(1) },\n"
    "  because = 'B', advice = 'A' }\n"
    "halt 'worse' { when = any { pain:rose_by(2), all { hurts, side:is 'left' } }, because = 'B' "
    "}\n"
    "technique 'walk' { title = 'T', step 'sit' { 'S.' },\n"
    "  loop 'repeats' { at_most = 2, finish_when = hurts, step 'reach' { 'R.', only_if = well } } "
    "}\n";

static enum read_status read_text(void *context, struct text path, struct buffer *out) {
    (void)context;
    if (!text_is(path, "p.lua")) {
        return READ_MISSING;
    }
    buffer_append_string(out, protocol);
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

static struct loaded *load(void) {
    struct load_request request = {.reader = {.read = read_text}, .path = text_of("p.lua")};
    struct loaded *loaded = load_protocol(&request);
    if (loaded == NULL || load_program(loaded) == NULL) {
        abort();
    }
    return loaded;
}

/* A report, and what became of it as bytes that must be read again. */
static void go_on(struct guide *guide) {
    struct intake intake;
    struct guide_answer answer;
    struct buffer packed = {0};
    struct guide read;
    if (!guide_begin_report(guide, &intake) ||
        !intake_take(&intake, text_of("hurts"), &(struct sent_value){.kind = SENT_BOOL}) ||
        guide_report(guide, guide->turn, &intake, NULL, guide->last_ms, &answer) ==
            GUIDE_NO_MEMORY) {
        abort();
    }
    guide_pack(guide, &packed);
    if (guide_unpack(&read, guide->program, buffer_text(&packed), guide->arena) != GUIDE_UNPACKED) {
        abort();
    }
    buffer_free(&packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct loaded *loaded;
    loaded = loaded == NULL ? load() : loaded;
    const struct program *program = load_program(loaded);
    struct arena arena;
    struct guide guide;
    struct buffer packed = {0};
    arena_init(&arena, 4096, 0);
    buffer_append(&packed, bytes, size);
    uint64_t sum = guide_checksum(program, buffer_text(&packed));
    for (int i = 0; i < 8; i++) {
        char byte = (char)(sum >> 8 * i);
        buffer_append(&packed, &byte, 1);
    }
    if (guide_unpack(&guide, program, buffer_text(&packed), &arena) == GUIDE_UNPACKED) {
        go_on(&guide);
    }
    buffer_free(&packed);
    arena_free(&arena);
    return 0;
}
