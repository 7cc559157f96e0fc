#include "script/reading.h"

struct vocabulary reading_vocabulary(void) {
    static const struct vocabulary_word words[] = {
        {{"number", 6}, WORD_MAKES_TERM},
        {{"yes_no", 6}, WORD_MAKES_TERM},
        {{"any", 3}, WORD_MAKES_TERM},
        {{"derive", 6}, WORD_MAKES_TERM},
        {{"fact_of_a_test", 14}, WORD_IS_TERM},
        {{"helper", 6}, WORD_PLAIN},
        {{"minutes", 7}, WORD_PLAIN},
        {{"math", 4}, WORD_PLAIN},
        {{"string", 6}, WORD_PLAIN},
        {{"table", 5}, WORD_PLAIN},
        {{"pairs", 5}, WORD_PLAIN},
        {{"ipairs", 6}, WORD_PLAIN},
        {{"select", 6}, WORD_PLAIN},
        {{"type", 4}, WORD_PLAIN},
        {{"tostring", 8}, WORD_PLAIN},
        {{"tonumber", 8}, WORD_PLAIN},
        {{"error", 5}, WORD_PLAIN},
        {{"assert", 6}, WORD_PLAIN},
        {{"keep", 4}, WORD_PLAIN},
    };
    return (struct vocabulary){words, sizeof words / sizeof *words};
}

struct reading reading_of_bytes(const char *bytes, size_t length) {
    struct reading reading;
    struct vocabulary vocabulary = reading_vocabulary();
    arena_init(&reading.arena, 4096, 0);
    diagnostics_init(&reading.diagnostics);
    buffer_init(&reading.text);
    reading.source = source_read(&reading.arena, text_of("t.lua"), text_from(bytes, length),
                                 &vocabulary, &reading.diagnostics);
    diagnostics_finish(&reading.diagnostics);
    diagnostics_write(&reading.diagnostics, &reading.text);
    buffer_append(&reading.text, "", 1);
    return reading;
}

struct reading reading_of(const char *script) {
    return reading_of_bytes(script, strlen(script));
}

void reading_free(struct reading *reading) {
    buffer_free(&reading->text);
    diagnostics_free(&reading->diagnostics);
    arena_free(&reading->arena);
}
