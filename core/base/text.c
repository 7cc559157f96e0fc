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

/* The length of the leading run of ASCII, rounded down to whole words of 8 bytes. */
static size_t ascii_words(struct text a) {
    size_t offset = 0;
    while (a.length - offset >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, a.at + offset, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        offset += sizeof word;
    }
    return offset;
}

bool text_is_utf8(struct text a) {
    size_t offset = ascii_words(a);
    if (offset == a.length) {
        return true;
    }
    return u8_check((const uint8_t *)a.at + offset, a.length - offset) == NULL;
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
