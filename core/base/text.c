#include "base/text.h"

#include <stdint.h>
#include <unistr.h>

int text_compare(struct text a, struct text b) {
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common == 0 ? 0 : memcmp(a.at, b.at, common);
    if (order != 0) {
        return order;
    }
    return (a.length > b.length) - (a.length < b.length);
}

static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

int text_compare_caseless(struct text a, struct text b) {
    for (size_t i = 0; i < a.length && i < b.length; i++) {
        int order = lower(a.at[i]) - lower(b.at[i]);
        if (order != 0) {
            return order;
        }
    }
    return (a.length > b.length) - (a.length < b.length);
}

size_t text_control_length(struct text text, unsigned *code) {
    enum { LEAD_OF_C1 = 0xc2, END_OF_C1 = 0xa0, SPACE = 0x20, DELETE = 0x7f };
    unsigned char first = (unsigned char)text.at[0];
    *code = first;
    if (first == '\n' || first == '\t') {
        return 0;
    }
    if (first == LEAD_OF_C1 && text.length > 1 && (unsigned char)text.at[1] < END_OF_C1) {
        *code = (unsigned char)text.at[1];
        return 2;
    }
    return first < SPACE || first == DELETE ? 1 : 0;
}

static const uint64_t high_bits = UINT64_C(0x8080808080808080);

static uint64_t word_at(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Almost every text is ASCII: eight bytes at a time, the last eight overlapping. */
static bool is_ascii(struct text a) {
    uint64_t bits = 0;
    if (a.length < sizeof bits) {
        for (size_t i = 0; i < a.length; i++) {
            bits |= (unsigned char)a.at[i];
        }
        return (bits & 0x80) == 0;
    }
    for (size_t i = 0; i + sizeof bits < a.length; i += sizeof bits) {
        bits |= word_at(a.at + i);
    }
    bits |= word_at(a.at + a.length - sizeof bits);
    return (bits & high_bits) == 0;
}

bool text_is_utf8(struct text a) {
    return is_ascii(a) || u8_check((const uint8_t *)a.at, a.length) == NULL;
}

/* isalpha and isdigit would ask the locale. */
static bool is_name_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool text_is_identifier(struct text a) {
    if (a.length == 0 || !is_name_letter(a.at[0])) {
        return false;
    }
    for (size_t i = 1; i < a.length; i++) {
        bool digit = a.at[i] >= '0' && a.at[i] <= '9';
        if (!digit && !is_name_letter(a.at[i])) {
            return false;
        }
    }
    return true;
}
