// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_SEAL_H
#define FEROGRAM_AES_SEAL_H

#include "sha256.h"

/// Encrypts so many bytes of two texts, a multiple of 64, and hashes as many of two others.
FEROGRAM_AES_SHA static inline void ferogram_sealing_steps(
    ferogram_encrypting *one, ferogram_encrypting *other, ferogram_sha256_split *third,
    ferogram_sha256_split *fourth, size_t count
) {
    // Nothing of it goes through memory.
    const __m128i *k = one->schedule, *l = other->schedule;
    __m128i c = one->c, p = one->p, d = other->c, q = other->p;
    ferogram_sha256 hash = third->hash, other_hash = fourth->hash;
    for (size_t offset = 0; offset < count; offset += 64) {
        const ferogram_sha256 before = hash, other_before = other_hash;
        __m128i words[4], other_words[4];
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) {
            const size_t place = offset + 16 * part;
            const __m128i plain = ferogram_load(one->from + place), other_plain = ferogram_load(other->from + place);
            __m128i x = _mm_xor_si128(_mm_xor_si128(plain, ferogram_load(k)), c);
            __m128i y = _mm_xor_si128(_mm_xor_si128(other_plain, ferogram_load(l)), d);
#pragma clang loop unroll(full)
            for (int round = 1; round < 14; round++) {
                x = _mm_aesenc_si128(x, ferogram_load(k + round));
                y = _mm_aesenc_si128(y, ferogram_load(l + round));
                // Four groups of rounds of the hash go with a block.
                if (round % 3 != 1 || round > 10) continue;
                ferogram_sha256_rounds(4 * part + round / 3, &hash, words, third->place + offset);
                ferogram_sha256_rounds(4 * part + round / 3, &other_hash, other_words, fourth->place + offset);
            }
            c = _mm_aesenclast_si128(x, _mm_xor_si128(ferogram_load(k + 14), p));
            d = _mm_aesenclast_si128(y, _mm_xor_si128(ferogram_load(l + 14), q));
            p = plain;
            q = other_plain;
            ferogram_store(one->to + place, c);
            ferogram_store(other->to + place, d);
        }
        hash = ferogram_sha256_sum(hash, before);
        other_hash = ferogram_sha256_sum(other_hash, other_before);
    }
    *one = (ferogram_encrypting){k, c, p, one->from + count, one->to + count, one->left - count};
    *other = (ferogram_encrypting){l, d, q, other->from + count, other->to + count, other->left - count};
    ferogram_sha256_passed(third, hash, count);
    ferogram_sha256_passed(fourth, other_hash, count);
}

/// Encrypts two texts and hashes two others, each behind the 32 bytes at the start of its room, where the digest lies then.
///
/// AES-IGE waits for itself and SHA-256 for one part of the processor, so that both together take little more time than
/// either alone. They must not overlap.
FEROGRAM_AES_SHA static inline void ferogram_ige_encrypt_two_hash_two(
    const void *schedule, void *chain, const void *from, void *to, size_t count,
    const void *other_schedule, void *other_chain, const void *other_from, void *other_to, size_t other_count,
    void *room, const void *bytes, size_t hashed, void *other_room, const void *other_bytes, size_t other_hashed
) {
    ferogram_encrypting one = ferogram_encrypting_begin(schedule, chain, from, to, count);
    ferogram_encrypting other =
        ferogram_encrypting_begin(other_schedule, other_chain, other_from, other_to, other_count);
    ferogram_sha256_split third = ferogram_sha256_begin(room, bytes, hashed);
    ferogram_sha256_split fourth = ferogram_sha256_begin(other_room, other_bytes, other_hashed);
    const size_t encrypted = one.left < other.left ? one.left : other.left;
    const size_t taken = third.left < fourth.left ? third.left : fourth.left;
    ferogram_sealing_steps(&one, &other, &third, &fourth, (encrypted < taken ? encrypted : taken) & ~(size_t)63);
    ferogram_encrypting_steps_of_two(&one, &other, (one.left < other.left ? one.left : other.left) & ~(size_t)15);
    ferogram_encrypting_end(one, chain);
    ferogram_encrypting_end(other, other_chain);
    ferogram_sha256_end_two(&third, &fourth);
}

#endif
