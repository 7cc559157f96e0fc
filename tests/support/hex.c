#include "support/hex.h"

#include <stdlib.h>

struct hex_bytes hex_read(const char *digits) {
    struct hex_bytes bytes = {.length = 0};
    while (*digits != '\0' && bytes.length < HEX_MOST_BYTES) {
        if (*digits == ' ') {
            digits++;
            continue;
        }
        char pair[] = {digits[0], digits[1], '\0'};
        bytes.at[bytes.length++] = (char)strtoul(pair, NULL, 16);
        digits += pair[1] == '\0' ? 1 : 2;
    }
    return bytes;
}
