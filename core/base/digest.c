#include "base/digest.h"

#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>

/* Only two of its hashes are wanted, and inlined they cost no call into another library. */
#define XXH_INLINE_ALL
#include <xxhash.h>

static void write_hex(const unsigned char *bytes, size_t count, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * count] = '\0';
}

void sha256_hex(struct text bytes, char out[SHA256_HEX_SIZE]) {
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, bytes.length, (const uint8_t *)bytes.at);
    sha256_digest(&context, sizeof digest, digest);
    write_hex(digest, sizeof digest, out);
}

void hash128_hex(struct text bytes, char out[HASH128_HEX_SIZE]) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.at, bytes.length));
    write_hex(canonical.digest, sizeof canonical.digest, out);
}

uint64_t hash64(struct text bytes) {
    return XXH3_64bits(bytes.at, bytes.length);
}
