// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_IGE_H
#define FEROGRAM_AES_IGE_H

#include "support.h"

FEROGRAM_AES static inline __m128i ferogram_load(const void *place) { return _mm_loadu_si128((const __m128i *)place); }

FEROGRAM_AES static inline void ferogram_store(void *place, __m128i value) { _mm_storeu_si128((__m128i *)place, value); }

// MARK: Round keys

/// The next four words of the key: each is the one four or eight before it, and the one before.
FEROGRAM_AES static inline __m128i ferogram_aes_next(__m128i words, __m128i mixed) {
    words = _mm_xor_si128(words, _mm_slli_si128(words, 4));
    words = _mm_xor_si128(words, _mm_slli_si128(words, 8));
    return _mm_xor_si128(words, mixed);
}

// The number of the round is a part of the instruction.
#define FEROGRAM_AES_ROUND_KEYS(index, constant)                                                             \
    even = ferogram_aes_next(even, _mm_shuffle_epi32(_mm_aeskeygenassist_si128(odd, constant), 0xFF));       \
    keys[index] = even;                                                                                      \
    odd = ferogram_aes_next(odd, _mm_shuffle_epi32(_mm_aeskeygenassist_si128(even, 0), 0xAA));               \
    if (index < 14) keys[index + 1] = odd;

/// Writes the round keys in the order in which they are used: 15 of 16 bytes.
FEROGRAM_AES static inline void ferogram_aes_expand(const void *key, int decrypts, void *schedule) {
    __m128i keys[15];
    __m128i even = ferogram_load(key), odd = ferogram_load((const char *)key + 16);
    keys[0] = even;
    keys[1] = odd;
    FEROGRAM_AES_ROUND_KEYS(2, 0x01)
    FEROGRAM_AES_ROUND_KEYS(4, 0x02)
    FEROGRAM_AES_ROUND_KEYS(6, 0x04)
    FEROGRAM_AES_ROUND_KEYS(8, 0x08)
    FEROGRAM_AES_ROUND_KEYS(10, 0x10)
    FEROGRAM_AES_ROUND_KEYS(12, 0x20)
    FEROGRAM_AES_ROUND_KEYS(14, 0x40)
    for (int round = 0; round < 15; round++) {
        __m128i words = keys[decrypts ? 14 - round : round];
        if (decrypts && round != 0 && round != 14) words = _mm_aesimc_si128(words);
        ferogram_store((char *)schedule + 16 * round, words);
    }
    // Nothing of the key stays on the stack.
    for (int round = 0; round < 15; round++) ((volatile __m128i *)keys)[round] = _mm_setzero_si128();
}
#undef FEROGRAM_AES_ROUND_KEYS

// MARK: Blocks

// A block waits for the one before it. What is mixed in at the end of a block goes into the last round key meanwhile, so
// that nothing but the rounds and one addition lies between two blocks.

/// Encrypts one block; `c` and `p` are the blocks before it.
FEROGRAM_AES static inline void ferogram_ige_encrypt_block(
    const __m128i *k, __m128i *c, __m128i *p, const void *from, void *to
) {
    const __m128i plain = ferogram_load(from);
    __m128i x = _mm_xor_si128(_mm_xor_si128(plain, ferogram_load(k)), *c);
#pragma clang loop unroll(full)
    for (int round = 1; round < 14; round++) x = _mm_aesenc_si128(x, ferogram_load(k + round));
    *c = _mm_aesenclast_si128(x, _mm_xor_si128(ferogram_load(k + 14), *p));
    *p = plain;
    ferogram_store(to, *c);
}

/// Decrypts one block; `c` and `p` are the blocks before it.
FEROGRAM_AES static inline void ferogram_ige_decrypt_block(const __m128i *k, __m128i *c, __m128i *p, void *place) {
    const __m128i cipher = ferogram_load(place);
    __m128i x = _mm_xor_si128(_mm_xor_si128(cipher, ferogram_load(k)), *p);
#pragma clang loop unroll(full)
    for (int round = 1; round < 14; round++) x = _mm_aesdec_si128(x, ferogram_load(k + round));
    *p = _mm_aesdeclast_si128(x, _mm_xor_si128(ferogram_load(k + 14), *c));
    *c = cipher;
    ferogram_store(place, *p);
}

/// Encrypts what lies at one place to the same or another one; `chain` has the last blocks of ciphertext and of plaintext,
/// before and afterwards.
FEROGRAM_AES static inline void ferogram_ige_encrypt(
    const void *schedule, void *chain, const void *from, void *to, size_t count
) {
    __m128i c = ferogram_load(chain), p = ferogram_load((char *)chain + 16);
    for (size_t offset = 0; offset + 16 <= count; offset += 16)
        ferogram_ige_encrypt_block(
            (const __m128i *)schedule, &c, &p, (const char *)from + offset, (char *)to + offset);
    ferogram_store(chain, c);
    ferogram_store((char *)chain + 16, p);
}

/// Decrypts in place; `chain` is as above.
FEROGRAM_AES static inline void ferogram_ige_decrypt(const void *schedule, void *chain, void *bytes, size_t count) {
    __m128i c = ferogram_load(chain), p = ferogram_load((char *)chain + 16);
    for (size_t offset = 0; offset + 16 <= count; offset += 16)
        ferogram_ige_decrypt_block((const __m128i *)schedule, &c, &p, (char *)bytes + offset);
    ferogram_store(chain, c);
    ferogram_store((char *)chain + 16, p);
}

/// What is encrypted of one text.
typedef struct {
    const __m128i *schedule;
    /// The last blocks of ciphertext and of plaintext.
    __m128i c, p;
    const char *from;
    char *to;
    /// How many bytes are left.
    size_t left;
} ferogram_encrypting;

FEROGRAM_AES static inline ferogram_encrypting ferogram_encrypting_begin(
    const void *schedule, const void *chain, const void *from, void *to, size_t count
) {
    const ferogram_encrypting work = {
        (const __m128i *)schedule, ferogram_load(chain), ferogram_load((const char *)chain + 16),
        (const char *)from, (char *)to, count,
    };
    return work;
}

/// Encrypts so many bytes of two texts, a multiple of 16. A block waits for the one before it in its own text only, and one
/// of the other text is encrypted meanwhile.
FEROGRAM_AES static inline void ferogram_encrypting_steps_of_two(
    ferogram_encrypting *one, ferogram_encrypting *other, size_t count
) {
    // Nothing of it goes through memory.
    ferogram_encrypting a = *one, b = *other;
    for (size_t offset = 0; offset < count; offset += 16) {
        ferogram_ige_encrypt_block(a.schedule, &a.c, &a.p, a.from + offset, a.to + offset);
        ferogram_ige_encrypt_block(b.schedule, &b.c, &b.p, b.from + offset, b.to + offset);
    }
    *one = (ferogram_encrypting){a.schedule, a.c, a.p, a.from + count, a.to + count, a.left - count};
    *other = (ferogram_encrypting){b.schedule, b.c, b.p, b.from + count, b.to + count, b.left - count};
}

/// Encrypts what is left.
FEROGRAM_AES static inline void ferogram_encrypting_end(ferogram_encrypting work, void *chain) {
    ferogram_store(chain, work.c);
    ferogram_store((char *)chain + 16, work.p);
    ferogram_ige_encrypt(work.schedule, chain, work.from, work.to, work.left);
}

/// Encrypts two texts, each with its own key and chain, in the time that the longer one takes.
FEROGRAM_AES static inline void ferogram_ige_encrypt_two(
    const void *schedule, void *chain, const void *from, void *to, size_t count,
    const void *other_schedule, void *other_chain, const void *other_from, void *other_to, size_t other_count
) {
    ferogram_encrypting one = ferogram_encrypting_begin(schedule, chain, from, to, count);
    ferogram_encrypting other =
        ferogram_encrypting_begin(other_schedule, other_chain, other_from, other_to, other_count);
    ferogram_encrypting_steps_of_two(&one, &other, (count < other_count ? count : other_count) & ~(size_t)15);
    ferogram_encrypting_end(one, chain);
    ferogram_encrypting_end(other, other_chain);
}

#endif
