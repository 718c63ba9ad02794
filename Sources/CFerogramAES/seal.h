// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_SEAL_H
#define FEROGRAM_AES_SEAL_H

#include "sha256.h"

/// Encrypts so many bytes of two texts, a multiple of 64, and hashes as many of two others.
FEROGRAM_AES_SHA static inline void ferogram_sealing_steps(
    ferogram_encrypting *one, ferogram_encrypting *other, ferogram_sha256 *hash, const char *bytes,
    ferogram_sha256 *other_hash, const char *other_bytes, size_t count
) {
    // Nothing of it goes through memory.
    const ferogram_encrypting a = *one, b = *other;
    __m128i c = a.c, p = a.p, d = b.c, q = b.p;
    ferogram_sha256 g = *hash, h = *other_hash;
    for (size_t offset = 0; offset < count; offset += 64) {
        const ferogram_sha256 before = g, other_before = h;
        __m128i words[4], other_words[4];
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) {
            const size_t place = offset + 16 * part;
            const __m128i plain = ferogram_load(a.from + place), other_plain = ferogram_load(b.from + place);
            __m128i x = _mm_xor_si128(_mm_xor_si128(plain, ferogram_load(a.schedule)), c);
            __m128i y = _mm_xor_si128(_mm_xor_si128(other_plain, ferogram_load(b.schedule)), d);
#pragma clang loop unroll(full)
            for (int round = 1; round < 14; round++) {
                x = _mm_aesenc_si128(x, ferogram_load(a.schedule + round));
                y = _mm_aesenc_si128(y, ferogram_load(b.schedule + round));
                // Four groups of rounds of the hash go with a block.
                if (round % 3 != 1 || round > 10) continue;
                ferogram_sha256_rounds(4 * part + round / 3, &g, words, bytes + offset);
                ferogram_sha256_rounds(4 * part + round / 3, &h, other_words, other_bytes + offset);
            }
            c = _mm_aesenclast_si128(x, _mm_xor_si128(ferogram_load(a.schedule + 14), p));
            d = _mm_aesenclast_si128(y, _mm_xor_si128(ferogram_load(b.schedule + 14), q));
            p = plain;
            q = other_plain;
            ferogram_store(a.to + place, c);
            ferogram_store(b.to + place, d);
        }
        g = ferogram_sha256_sum(g, before);
        h = ferogram_sha256_sum(h, other_before);
    }
    *one = (ferogram_encrypting){a.schedule, c, p, a.from + count, a.to + count, a.left - count};
    *other = (ferogram_encrypting){b.schedule, d, q, b.from + count, b.to + count, b.left - count};
    *hash = g;
    *other_hash = h;
}

/// Encrypts two texts and goes on with the hashes of two others, by multiples of 64 bytes.
///
/// AES-IGE waits for itself and SHA-256 for one part of the processor, so that both together take little more time than
/// either alone. They must not overlap.
FEROGRAM_AES_SHA static inline void ferogram_ige_encrypt_two_hash_two(
    const void *schedule, void *chain, const void *from, void *to, size_t count,
    const void *other_schedule, void *other_chain, const void *other_from, void *other_to, size_t other_count,
    void *state, const void *bytes, size_t hashed, void *other_state, const void *other_bytes, size_t other_hashed
) {
    ferogram_encrypting one = ferogram_encrypting_begin(schedule, chain, from, to, count);
    ferogram_encrypting other =
        ferogram_encrypting_begin(other_schedule, other_chain, other_from, other_to, other_count);
    ferogram_sha256 hash = ferogram_sha256_load(state), other_hash = ferogram_sha256_load(other_state);
    const size_t encrypted = count < other_count ? count : other_count;
    const size_t taken = hashed < other_hashed ? hashed : other_hashed;
    const size_t all = (encrypted < taken ? encrypted : taken) & ~(size_t)63;
    ferogram_sealing_steps(
        &one, &other, &hash, (const char *)bytes, &other_hash, (const char *)other_bytes, all);
    ferogram_encrypting_steps_of_two(&one, &other, (one.left < other.left ? one.left : other.left) & ~(size_t)15);
    ferogram_encrypting_end(one, chain);
    ferogram_encrypting_end(other, other_chain);
    ferogram_store(state, hash.abef);
    ferogram_store((char *)state + 16, hash.cdgh);
    ferogram_store(other_state, other_hash.abef);
    ferogram_store((char *)other_state + 16, other_hash.cdgh);
    ferogram_sha256_add_two(
        state, (const char *)bytes + all, hashed - all, other_state, (const char *)other_bytes + all,
        other_hashed - all);
}

#endif
