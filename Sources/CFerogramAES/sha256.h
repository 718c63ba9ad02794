// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_SHA256_H
#define FEROGRAM_AES_SHA256_H

#include "ige.h"

/// The words of FIPS 180-4, 4.2.2.
static const unsigned int ferogram_sha256_words[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// A digest under way, in the order that the instructions want: words A, B, E, F and C, D, G, H, the first one on top.
typedef struct {
    __m128i abef;
    __m128i cdgh;
} ferogram_sha256;

/// The words of FIPS 180-4, 5.3.3.
FEROGRAM_AES_SHA static inline ferogram_sha256 ferogram_sha256_start(void) {
    const ferogram_sha256 hash = {
        _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
        _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19),
    };
    return hash;
}

/// Turns the bytes of four words around.
FEROGRAM_AES_SHA static inline __m128i ferogram_swap_words(__m128i words) {
    return _mm_shuffle_epi8(words, _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL));
}

/// Four of the 64 rounds; `words` are the last sixteen words of the message, four together.
FEROGRAM_AES_SHA static inline void ferogram_sha256_rounds(
    int group, ferogram_sha256 *hash, __m128i words[4], const void *unit
) {
    const int now = group & 3;
    if (group < 4) {
        words[now] = ferogram_swap_words(ferogram_load((const char *)unit + 16 * group));
    } else {
        const __m128i latest = words[(group + 3) & 3];
        const __m128i sum = _mm_add_epi32(
            _mm_sha256msg1_epu32(words[now], words[(group + 1) & 3]), _mm_alignr_epi8(latest, words[(group + 2) & 3], 4));
        words[now] = _mm_sha256msg2_epu32(sum, latest);
    }
    const __m128i added = _mm_add_epi32(words[now], ferogram_load(ferogram_sha256_words + 4 * group));
    hash->cdgh = _mm_sha256rnds2_epu32(hash->cdgh, hash->abef, added);
    hash->abef = _mm_sha256rnds2_epu32(hash->abef, hash->cdgh, _mm_shuffle_epi32(added, 0x0E));
}

FEROGRAM_AES_SHA static inline ferogram_sha256 ferogram_sha256_sum(ferogram_sha256 one, ferogram_sha256 other) {
    const ferogram_sha256 sum = {_mm_add_epi32(one.abef, other.abef), _mm_add_epi32(one.cdgh, other.cdgh)};
    return sum;
}

/// Takes 64 bytes.
FEROGRAM_AES_SHA static inline void ferogram_sha256_take(ferogram_sha256 *hash, const void *unit) {
    const ferogram_sha256 before = *hash;
    __m128i words[4];
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) ferogram_sha256_rounds(group, hash, words, unit);
    *hash = ferogram_sha256_sum(*hash, before);
}

/// Takes what is left over, and writes the digest of 32 bytes to where that lay.
///
/// `rest` has less than 64 bytes that count, and room for 64; `count` says how many bytes were taken altogether.
FEROGRAM_AES_SHA static inline void ferogram_sha256_finish(ferogram_sha256 *hash, void *rest, size_t count) {
    unsigned char *bytes = (unsigned char *)rest;
    size_t filled = count % 64;
    bytes[filled++] = 0x80;
    if (filled > 56) {
        while (filled < 64) bytes[filled++] = 0;
        ferogram_sha256_take(hash, bytes);
        filled = 0;
    }
    while (filled < 56) bytes[filled++] = 0;
    const unsigned long long bits = (unsigned long long)count * 8;
    for (int index = 0; index < 8; index++) bytes[56 + index] = (unsigned char)(bits >> (56 - 8 * index));
    ferogram_sha256_take(hash, bytes);
    const __m128i feba = _mm_shuffle_epi32(hash->abef, 0x1B), dchg = _mm_shuffle_epi32(hash->cdgh, 0xB1);
    ferogram_store(bytes, ferogram_swap_words(_mm_blend_epi16(feba, dchg, 0xF0)));
    ferogram_store(bytes + 16, ferogram_swap_words(_mm_alignr_epi8(dchg, feba, 8)));
}

/// Hashes less than 64 bytes, and writes the digest of 32 bytes to where they lay; there is room for 64.
FEROGRAM_AES_SHA static inline void ferogram_sha256_short(void *room, size_t count) {
    ferogram_sha256 hash = ferogram_sha256_start();
    ferogram_sha256_finish(&hash, room, count);
}

/// Hashes the first 32 bytes of `room`, which has 64, and then other ones; the digest lies at the start of `room` then.
FEROGRAM_AES_SHA static inline void ferogram_sha256_after(void *room, const void *bytes, size_t count) {
    ferogram_sha256 hash = ferogram_sha256_start();
    const char *place = (const char *)bytes;
    size_t left = count, filled = 32;
    if (count >= 32) {
        ferogram_store((char *)room + 32, ferogram_load(place));
        ferogram_store((char *)room + 48, ferogram_load(place + 16));
        ferogram_sha256_take(&hash, room);
        place += 32;
        left -= 32;
        filled = 0;
    }
    for (; left >= 64; left -= 64) {
        ferogram_sha256_take(&hash, place);
        place += 64;
    }
    for (size_t index = 0; index < left; index++) ((char *)room)[filled + index] = place[index];
    ferogram_sha256_finish(&hash, room, 32 + count);
}

/// Begins a hash with 32 bytes and others, which are a multiple of 64 together, and keeps it in 32 bytes of memory.
FEROGRAM_AES_SHA static inline void ferogram_sha256_open(
    void *state, const void *prefix, const void *bytes, size_t count
) {
    ferogram_sha256 hash = ferogram_sha256_start();
    __m128i unit[4];
    for (int index = 0; index < 2; index++) {
        unit[index] = ferogram_load((const char *)prefix + 16 * index);
        unit[index + 2] = ferogram_load((const char *)bytes + 16 * index);
    }
    ferogram_sha256_take(&hash, unit);
    for (size_t offset = 32; offset < count; offset += 64) ferogram_sha256_take(&hash, (const char *)bytes + offset);
    ferogram_store(state, hash.abef);
    ferogram_store((char *)state + 16, hash.cdgh);
    // Nothing of the key stays on the stack.
    for (int index = 0; index < 4; index++) ((volatile __m128i *)unit)[index] = _mm_setzero_si128();
}

FEROGRAM_AES_SHA static inline ferogram_sha256 ferogram_sha256_load(const void *state) {
    const ferogram_sha256 hash = {ferogram_load(state), ferogram_load((const char *)state + 16)};
    return hash;
}

/// Goes on with a hash, by a multiple of 64 bytes.
FEROGRAM_AES_SHA static inline void ferogram_sha256_add(void *state, const void *bytes, size_t count) {
    ferogram_sha256 hash = ferogram_sha256_load(state);
    for (size_t offset = 0; offset < count; offset += 64) ferogram_sha256_take(&hash, (const char *)bytes + offset);
    ferogram_store(state, hash.abef);
    ferogram_store((char *)state + 16, hash.cdgh);
}

/// Goes on with two hashes. The rounds of one wait for one another, and those of the other one take that time.
FEROGRAM_AES_SHA static inline void ferogram_sha256_add_two(
    void *state, const void *bytes, size_t count, void *other_state, const void *other_bytes, size_t other_count
) {
    const size_t both = count < other_count ? count : other_count;
    ferogram_sha256 one = ferogram_sha256_load(state), other = ferogram_sha256_load(other_state);
    for (size_t offset = 0; offset < both; offset += 64) {
        const ferogram_sha256 before = one, other_before = other;
        __m128i words[4], other_words[4];
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++) {
            ferogram_sha256_rounds(group, &one, words, (const char *)bytes + offset);
            ferogram_sha256_rounds(group, &other, other_words, (const char *)other_bytes + offset);
        }
        one = ferogram_sha256_sum(one, before);
        other = ferogram_sha256_sum(other, other_before);
    }
    ferogram_store(state, one.abef);
    ferogram_store((char *)state + 16, one.cdgh);
    ferogram_store(other_state, other.abef);
    ferogram_store((char *)other_state + 16, other.cdgh);
    ferogram_sha256_add(state, (const char *)bytes + both, count - both);
    ferogram_sha256_add(other_state, (const char *)other_bytes + both, other_count - both);
}

/// Ends a hash with the last bytes, of so many altogether, and writes the digest to the start of a room of 64 bytes.
FEROGRAM_AES_SHA static inline void ferogram_sha256_close(
    const void *state, void *room, const void *bytes, size_t count, size_t total
) {
    ferogram_sha256 hash = ferogram_sha256_load(state);
    const char *place = (const char *)bytes;
    for (; count >= 64; count -= 64) {
        ferogram_sha256_take(&hash, place);
        place += 64;
    }
    for (size_t index = 0; index < count; index++) ((char *)room)[index] = place[index];
    ferogram_sha256_finish(&hash, room, total);
}

#endif
