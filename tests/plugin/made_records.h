/*
 * Records whose every byte follows from their sequence: what is read back can be compared with
 * nothing kept beside it.
 *
 *     sequence   1  2  3  4  5  6  7  8  9 10 ...
 *     kind       2  3  4  5  6  1  ...             (sequence % 6 + 1)
 *     protocol   three in turn, the third empty
 *     session    every 4th; four in turn, of hexadecimal digits
 *     ref        every 5th; "ref 0" to "ref 6"
 *     key        all; 32 hexadecimal digits
 *     payload    0 to 2,999 bytes, of all values
 */
#ifndef SYNOVIA_TESTS_MADE_RECORDS_H
#define SYNOVIA_TESTS_MADE_RECORDS_H

#include "abi/store.h"

#include <stdbool.h>

enum { MADE_PAYLOAD = 3000, MADE_BATCH = 64 };

/* A record and what it points to. */
struct made_record {
    struct synovia_record record;
    char digest[65], session[33], ref[16], key[33];
    unsigned char payload[MADE_PAYLOAD];
};

/* Fills it in; the record points into `made`. */
void make_record(struct made_record *made, uint64_t sequence);

/* The hash that a made record carries; zeros for 0. */
void made_hash(uint64_t sequence, uint8_t hash[SYNOVIA_HASH_BYTES]);

/* True where the record is the made one of its sequence in everything. */
bool is_made(const struct synovia_record *record);

/* True where the record is the made one but for its body, which was erased. */
bool is_made_erased(const struct synovia_record *record);

/* Writes the made records first, first+1, ... first+count-1 in one batch, at most MADE_BATCH, with
 * the flags of a batch. The status. */
int write_made(const struct synovia_store_routines *routines, struct synovia_store *store,
               uint64_t first, size_t count, uint32_t flags, struct synovia_message *message);

/* The text of a C string. */
struct synovia_text said(const char *string);

#endif
