/*
 * A message for a test, written as JSON or as the bytes of the MessagePack specification.
 */
#ifndef SYNOVIA_TESTS_PARSED_H
#define SYNOVIA_TESTS_PARSED_H

#include "base/buffer.h"
#include "wire/value.h"

struct parsed {
    struct buffer bytes;
    struct message *message;
    struct wire_value root;
};

/* Both fail the test where the text cannot be read. */
struct parsed parsed_json(const char *json);
struct parsed parsed_hex(const char *digits);

void parsed_free(struct parsed *parsed);

#endif
