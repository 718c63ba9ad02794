// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_SHIM_H
#define FEROGRAM_AES_SHIM_H

// AES-256-IGE with the processor's own instructions. OpenSSL has no such mode that is fast, and built on its other modes
// each block goes through memory and back, while the next one waits for it. Where these instructions are missing, OpenSSL
// does the work.
//
// The time that the instructions take depends on no key and no text.

#include <stddef.h>

/// How many bytes SHA-256 works in.
enum { ferogram_sha256_room_size = 64 };

/// How many bytes keep a hash that goes on.
enum { ferogram_sha256_state_size = 32 };

#if defined(__x86_64__)
#include "support.h"
#include "ige.h"
#include "sha256.h"
#include "open.h"
#include "seal.h"
#else
// Nobody calls them where there is no support.

static inline int ferogram_aes_is_supported(void) { return 0; }

static inline int ferogram_ige_open_is_supported(void) { return 0; }

static inline void ferogram_aes_expand(const void *key, int decrypts, void *schedule) {}

static inline void ferogram_ige_encrypt(
    const void *schedule, void *chain, const void *from, void *to, size_t count
) {}

static inline void ferogram_ige_encrypt_two(
    const void *schedule, void *chain, const void *from, void *to, size_t count,
    const void *other_schedule, void *other_chain, const void *other_from, void *other_to, size_t other_count
) {}

static inline void ferogram_ige_encrypt_two_hash_two(
    const void *schedule, void *chain, const void *from, void *to, size_t count,
    const void *other_schedule, void *other_chain, const void *other_from, void *other_to, size_t other_count,
    void *state, const void *bytes, size_t hashed, void *other_state, const void *other_bytes, size_t other_hashed
) {}

static inline void ferogram_ige_decrypt(const void *schedule, void *chain, void *bytes, size_t count) {}

static inline void ferogram_ige_open(const void *schedule, void *chain, void *room, void *bytes, size_t count) {}

static inline void ferogram_ige_open_two(
    const void *schedule, void *chain, void *room, void *bytes, size_t count,
    const void *other_schedule, void *other_chain, void *other_room, void *other_bytes, size_t other_count
) {}

static inline void ferogram_sha256_short(void *room, size_t count) {}

static inline void ferogram_sha256_after(void *room, const void *bytes, size_t count) {}

static inline void ferogram_sha256_open(void *state, const void *prefix, const void *bytes, size_t count) {}

static inline void ferogram_sha256_add_two(
    void *state, const void *bytes, size_t count, void *other_state, const void *other_bytes, size_t other_count
) {}

static inline void ferogram_sha256_close(
    const void *state, void *room, const void *bytes, size_t count, size_t total
) {}
#endif

#endif
