// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_OPEN_H
#define FEROGRAM_AES_OPEN_H

#include "sha256.h"

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
    const __m128i *k = (const __m128i *)schedule;
    __m128i c = ferogram_load(chain), p = ferogram_load((char *)chain + 16);
    ferogram_sha256 hash = ferogram_sha256_start();
    char *place = (char *)bytes, *rest = (char *)room;
    size_t left = count;
    size_t filled = 32;
    if (left >= 32) {
        ferogram_ige_decrypt_block(k, &c, &p, place);
        ferogram_ige_decrypt_block(k, &c, &p, place + 16);
        ferogram_store(rest + 32, ferogram_load(place));
        ferogram_store(rest + 48, ferogram_load(place + 16));
        place += 32;
        left -= 32;
        const char *unit = rest;
        while (left >= 64) {
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
            left -= 64;
        }
        ferogram_sha256_take(&hash, unit);
        filled = 0;
    }
    for (; left >= 16; left -= 16) {
        ferogram_ige_decrypt_block(k, &c, &p, place);
        ferogram_store(rest + filled, ferogram_load(place));
        place += 16;
        filled += 16;
    }
    ferogram_store(chain, c);
    ferogram_store((char *)chain + 16, p);
    ferogram_sha256_finish(&hash, rest, 32 + count);
}

#endif
