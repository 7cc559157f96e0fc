/*
 * SHA-256 (by nettle) for protocols, and hashes of 128 and 64 bits (XXH3, by xxHash) for decision
 * ids and packed sessions: the first stands against tampering, the others only against accident.
 */
#ifndef SYNOVIA_BASE_DIGEST_H
#define SYNOVIA_BASE_DIGEST_H

#include "base/text.h"

#include <stdint.h>

enum { SHA256_HEX_SIZE = 65, HASH128_HEX_SIZE = 33 }; /* with the zero byte */

/* Lower-case hexadecimal SHA-256 of the bytes, as sha256sum prints it. */
void sha256_hex(struct text bytes, char out[SHA256_HEX_SIZE]);

/* Lower-case hexadecimal XXH3-128 of the bytes. */
void hash128_hex(struct text bytes, char out[HASH128_HEX_SIZE]);

/* XXH3-64 of the bytes, the same on every machine. */
uint64_t hash64(struct text bytes);

#endif
