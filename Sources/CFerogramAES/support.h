// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_AES_SUPPORT_H
#define FEROGRAM_AES_SUPPORT_H

#include <cpuid.h>
#include <immintrin.h>

/// What a function needs that works with AES, and one that hashes as well.
#define FEROGRAM_AES __attribute__((target("aes,ssse3,sse4.1")))
#define FEROGRAM_AES_SHA __attribute__((target("aes,sha,ssse3,sse4.1")))

/// Whether the processor has AES, and what goes with it.
static inline int ferogram_aes_is_supported(void) {
    unsigned int eax, ebx, ecx, edx;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
    const unsigned int needed = bit_AES | bit_SSSE3 | bit_SSE4_1;
    return (ecx & needed) == needed;
}

/// Whether it has the instructions for SHA-256 too.
static inline int ferogram_ige_open_is_supported(void) {
    unsigned int eax, ebx, ecx, edx;
    if (!ferogram_aes_is_supported() || !__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return 0;
    return (ebx & (1u << 29)) != 0;
}

#endif
