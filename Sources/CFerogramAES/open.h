// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_OPEN_H
#define FEROGRAM_AES_OPEN_H

#include "sha256.h"

/// What is decrypted and hashed of one message.
typedef struct {
    const __m128i *schedule;
    /// The last blocks of ciphertext and of plaintext.
    __m128i c, p;
    ferogram_sha256 hash;
    /// 64 bytes that were decrypted and not hashed, or fewer than that are behind the first 32 of the room.
    const char *unit;
    char *room;
    char *place;
    /// How many bytes are left to be decrypted.
    size_t left;
} ferogram_opening;

/// Decrypts so much that there are 64 bytes to hash, if there are as many.
FEROGRAM_AES_SHA static inline ferogram_opening ferogram_opening_begin(
    const void *schedule, const void *chain, void *room, void *bytes, size_t count
) {
    ferogram_opening work = {
        (const __m128i *)schedule, ferogram_load(chain), ferogram_load((const char *)chain + 16),
        ferogram_sha256_start(), (const char *)room, (char *)room, (char *)bytes, count,
    };
    if (count < 32) return work;
    ferogram_ige_decrypt_block(work.schedule, &work.c, &work.p, work.place);
    ferogram_ige_decrypt_block(work.schedule, &work.c, &work.p, work.place + 16);
    ferogram_store(work.room + 32, ferogram_load(work.place));
    ferogram_store(work.room + 48, ferogram_load(work.place + 16));
    work.place += 32;
    work.left -= 32;
    return work;
}

/// Decrypts so many bytes, a multiple of 64, and hashes the last ones meanwhile.
FEROGRAM_AES_SHA static inline void ferogram_opening_steps(ferogram_opening *work, size_t count) {
    // Nothing of it goes through memory.
    const __m128i *k = work->schedule;
    __m128i c = work->c, p = work->p;
    ferogram_sha256 hash = work->hash;
    const char *unit = work->unit;
    char *place = work->place;
    for (size_t left = count; left > 0; left -= 64) {
        const ferogram_sha256 before = hash;
        __m128i words[4];
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) {
            ferogram_ige_decrypt_block(k, &c, &p, place + 16 * part);
            ferogram_sha256_rounds(4 * part, &hash, words, unit);
            ferogram_sha256_rounds(4 * part + 1, &hash, words, unit);
            ferogram_sha256_rounds(4 * part + 2, &hash, words, unit);
            ferogram_sha256_rounds(4 * part + 3, &hash, words, unit);
        }
        hash = ferogram_sha256_sum(hash, before);
        unit = place;
        place += 64;
    }
    *work = (ferogram_opening){k, c, p, hash, unit, work->room, place, work->left - count};
}

/// Decrypts and hashes what is left, of so many bytes altogether.
FEROGRAM_AES_SHA static inline void ferogram_opening_end(ferogram_opening work, void *chain, size_t count) {
    size_t filled = 32;
    if (count >= 32) {
        ferogram_opening_steps(&work, work.left & ~(size_t)63);
        ferogram_sha256_take(&work.hash, work.unit);
        filled = 0;
    }
    for (; work.left >= 16; work.left -= 16) {
        ferogram_ige_decrypt_block(work.schedule, &work.c, &work.p, work.place);
        ferogram_store(work.room + filled, ferogram_load(work.place));
        work.place += 16;
        filled += 16;
    }
    ferogram_store(chain, work.c);
    ferogram_store((char *)chain + 16, work.p);
    ferogram_sha256_finish(&work.hash, work.room, 32 + count);
}

/// Decrypts in place, and hashes 32 bytes and what came out.
///
/// A message of MTProto is opened like that. A block of AES-IGE waits for the one before, and most of the processor waits
/// with it: hashing what was decrypted before takes no time of its own there.
///
/// - Parameters:
///   - schedule: The round keys for decryption.
///   - chain: The last blocks of ciphertext and of plaintext, before and afterwards.
///   - room: 64 bytes. The first 32 are hashed before the plaintext, and are the digest afterwards.
///   - bytes: What is decrypted.
///   - count: How many bytes, a multiple of 16.
FEROGRAM_AES_SHA static inline void ferogram_ige_open(
    const void *schedule, void *chain, void *room, void *bytes, size_t count
) {
    ferogram_opening_end(ferogram_opening_begin(schedule, chain, room, bytes, count), chain, count);
}

/// Decrypts so many bytes of two messages, a multiple of 64, and hashes the last ones.
FEROGRAM_AES_SHA static inline void ferogram_opening_steps_of_two(
    ferogram_opening *one, ferogram_opening *other, size_t count
) {
    const __m128i *k = one->schedule, *l = other->schedule;
    __m128i c = one->c, p = one->p, d = other->c, q = other->p;
    ferogram_sha256 hash = one->hash, other_hash = other->hash;
    const char *unit = one->unit, *other_unit = other->unit;
    char *place = one->place, *other_place = other->place;
    for (size_t left = count; left > 0; left -= 64) {
        const ferogram_sha256 before = hash, other_before = other_hash;
        __m128i words[4], other_words[4];
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) {
            const __m128i cipher = ferogram_load(place + 16 * part);
            const __m128i other_cipher = ferogram_load(other_place + 16 * part);
            __m128i x = _mm_xor_si128(_mm_xor_si128(cipher, ferogram_load(k)), p);
            __m128i y = _mm_xor_si128(_mm_xor_si128(other_cipher, ferogram_load(l)), q);
#pragma clang loop unroll(full)
            for (int round = 1; round < 14; round++) {
                x = _mm_aesdec_si128(x, ferogram_load(k + round));
                y = _mm_aesdec_si128(y, ferogram_load(l + round));
                // Four groups of rounds of the hash go with a block.
                if (round % 3 != 1 || round > 10) continue;
                ferogram_sha256_rounds(4 * part + round / 3, &hash, words, unit);
                ferogram_sha256_rounds(4 * part + round / 3, &other_hash, other_words, other_unit);
            }
            p = _mm_aesdeclast_si128(x, _mm_xor_si128(ferogram_load(k + 14), c));
            q = _mm_aesdeclast_si128(y, _mm_xor_si128(ferogram_load(l + 14), d));
            c = cipher;
            d = other_cipher;
            ferogram_store(place + 16 * part, p);
            ferogram_store(other_place + 16 * part, q);
        }
        hash = ferogram_sha256_sum(hash, before);
        other_hash = ferogram_sha256_sum(other_hash, other_before);
        unit = place;
        other_unit = other_place;
        place += 64;
        other_place += 64;
    }
    *one = (ferogram_opening){k, c, p, hash, unit, one->room, place, one->left - count};
    *other = (ferogram_opening){l, d, q, other_hash, other_unit, other->room, other_place, other->left - count};
}

/// Opens two messages like that; the blocks of one take the time in which those of the other wait.
FEROGRAM_AES_SHA static inline void ferogram_ige_open_two(
    const void *schedule, void *chain, void *room, void *bytes, size_t count,
    const void *other_schedule, void *other_chain, void *other_room, void *other_bytes, size_t other_count
) {
    ferogram_opening one = ferogram_opening_begin(schedule, chain, room, bytes, count);
    ferogram_opening other = ferogram_opening_begin(other_schedule, other_chain, other_room, other_bytes, other_count);
    const size_t least = one.left < other.left ? one.left : other.left;
    const size_t both = count < 32 || other_count < 32 ? 0 : least & ~(size_t)63;
    ferogram_opening_steps_of_two(&one, &other, both);
    ferogram_opening_end(one, chain, count);
    ferogram_opening_end(other, other_chain, other_count);
}

#endif
