#include "script/lexer_characters.h"

struct wrong_character {
    const char *bytes;
    const char *means;
};

/* What word processors and other languages leave in a script. */
static const struct wrong_character wrong_characters[] = {
    {"\xE2\x80\x9C", "write the straight quote \""},
    {"\xE2\x80\x9D", "write the straight quote \""},
    {"\xE2\x80\x9E", "write the straight quote \""},
    {"\xE2\x80\x98", "write the straight quote '"},
    {"\xE2\x80\x99", "write the straight quote '"},
    {"\xE2\x80\x93", "write the plain minus -"},
    {"\xE2\x80\x94", "write the plain minus -"},
    {"\xE2\x88\x92", "write the plain minus -"},
    {"\xE2\x89\xA5", "write term:at_least(n)"},
    {"\xE2\x89\xA4", "write term:at_most(n)"},
    {"\xC2\xA0", "write a plain space; this one is a no-break space"},
    {"\xEF\xBB\xBF", "remove the byte order mark"},
    {"!", "write `~condition` for \"not\""},
    {"@", "quote texts: \"...\""},
    {"$", "quote texts: \"...\""},
    {"?", "quote texts: \"...\""},
    {"\\", "quote texts: \"...\""},
    {"`", "write the straight quote \""},
};

const char *character_cure(struct text rest) {
    for (size_t i = 0; i < sizeof wrong_characters / sizeof *wrong_characters; i++) {
        struct text wrong = text_of(wrong_characters[i].bytes);
        if (rest.length >= wrong.length && memcmp(rest.at, wrong.at, wrong.length) == 0) {
            return wrong_characters[i].means;
        }
    }
    return "names consist of a-z, A-Z, 0-9 and _; quote everything else: \"...\"";
}

size_t character_utf8_prefix(struct text source) {
    size_t at = 0;
    while (at < source.length) {
        size_t step = 1;
        while (step <= 4 && at + step <= source.length &&
               !text_is_utf8(text_from(source.at + at, step))) {
            step++;
        }
        if (step > 4 || at + step > source.length) {
            return at;
        }
        at += step;
    }
    return at;
}
