/*
 * SHA-256 (by nettle) for protocols, and a 128-bit hash (XXH3, by xxHash) for decision ids: the
 * first stands against tampering, the second only against accident.
 */
#ifndef SYNOVIA_BASE_DIGEST_H
#define SYNOVIA_BASE_DIGEST_H

#include "base/text.h"

enum { SHA256_HEX_SIZE = 65, HASH128_HEX_SIZE = 33 }; /* with the zero byte */

/* Lower-case hexadecimal SHA-256 of the bytes, as sha256sum prints it. */
void sha256_hex(struct text bytes, char out[SHA256_HEX_SIZE]);

/* Lower-case hexadecimal XXH3-128 of the bytes. */
void hash128_hex(struct text bytes, char out[HASH128_HEX_SIZE]);

#endif
