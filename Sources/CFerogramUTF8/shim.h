// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_UTF8_SHIM_H
#define FEROGRAM_UTF8_SHIM_H

// Whether bytes are UTF-8, sixteen at a time. The standard library looks at each byte of a text that is not all ASCII,
// which took a quarter of the time in which messages are read. Where these instructions are missing, it does the work.

#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define FEROGRAM_UTF8 __attribute__((target("ssse3")))

static inline int ferogram_utf8_is_supported(void) {
    unsigned int eax, ebx, ecx, edx;
    return __get_cpuid(1, &eax, &ebx, &ecx, &edx) && (ecx & bit_SSSE3);
}

// What may be wrong with two neighbours. Each of three halves of a byte rules some of it out; what none of them rules out
// is wrong.
enum {
    ferogram_utf8_too_short = 1 << 0,     // A first byte, and none that continues it.
    ferogram_utf8_too_long = 1 << 1,      // ASCII, and a byte that continues it.
    ferogram_utf8_overlong_3 = 1 << 2,    // E0, and less than A0.
    ferogram_utf8_too_large = 1 << 3,     // F4 and more than 8F, or F5 and above.
    ferogram_utf8_surrogate = 1 << 4,     // ED, and more than 9F.
    ferogram_utf8_overlong_2 = 1 << 5,    // C0 or C1.
    ferogram_utf8_overlong_4 = 1 << 6,    // F0 and less than 90, or F5 and above and less than 90.
    ferogram_utf8_two_continue = 1 << 7,  // Right only as the third or fourth byte of a character.
    // The low half of the first byte says nothing of these.
    ferogram_utf8_any_low = ferogram_utf8_too_short | ferogram_utf8_too_long | ferogram_utf8_two_continue,
    ferogram_utf8_low_large = ferogram_utf8_any_low | ferogram_utf8_too_large | ferogram_utf8_overlong_4,
    ferogram_utf8_continues = ferogram_utf8_too_long | ferogram_utf8_overlong_2 | ferogram_utf8_two_continue,
};

/// From the n-th on: the places of sixteen bytes without the first n, and zeros.
static const char ferogram_utf8_places[32] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
};

/// What is wrong with sixteen bytes, given the sixteen before them; zero where nothing is.
FEROGRAM_UTF8 static inline __m128i ferogram_utf8_errors(__m128i bytes, __m128i before) {
    const char short_ = ferogram_utf8_too_short, long_ = ferogram_utf8_too_long, two = (char)ferogram_utf8_two_continue;
    const char any = (char)ferogram_utf8_any_low, large = (char)ferogram_utf8_low_large;
    const char next = (char)ferogram_utf8_continues;
    const __m128i first_high = _mm_setr_epi8(
        long_, long_, long_, long_, long_, long_, long_, long_, two, two, two, two,
        short_ | ferogram_utf8_overlong_2, short_, short_ | ferogram_utf8_overlong_3 | ferogram_utf8_surrogate,
        short_ | ferogram_utf8_too_large | ferogram_utf8_overlong_4);
    const __m128i first_low = _mm_setr_epi8(
        any | ferogram_utf8_overlong_2 | ferogram_utf8_overlong_3 | ferogram_utf8_overlong_4,
        any | ferogram_utf8_overlong_2, any, any, any | ferogram_utf8_too_large,
        large, large, large, large, large, large, large, large, large | ferogram_utf8_surrogate, large, large);
    const __m128i second_high = _mm_setr_epi8(
        short_, short_, short_, short_, short_, short_, short_, short_,
        next | ferogram_utf8_overlong_3 | ferogram_utf8_overlong_4,
        next | ferogram_utf8_overlong_3 | ferogram_utf8_too_large,
        next | ferogram_utf8_surrogate | ferogram_utf8_too_large,
        next | ferogram_utf8_surrogate | ferogram_utf8_too_large, short_, short_, short_, short_);
    const __m128i half = _mm_set1_epi8(0x0F);
    const __m128i first = _mm_alignr_epi8(bytes, before, 15);
    const __m128i pairs = _mm_and_si128(
        _mm_and_si128(
            _mm_shuffle_epi8(first_high, _mm_and_si128(_mm_srli_epi16(first, 4), half)),
            _mm_shuffle_epi8(first_low, _mm_and_si128(first, half))),
        _mm_shuffle_epi8(second_high, _mm_and_si128(_mm_srli_epi16(bytes, 4), half)));
    // Behind a byte from E0, and one from F0 two further on, two that continue are what has to be.
    const __m128i third = _mm_subs_epu8(_mm_alignr_epi8(bytes, before, 14), _mm_set1_epi8(0xE0 - 0x80));
    const __m128i fourth = _mm_subs_epu8(_mm_alignr_epi8(bytes, before, 13), _mm_set1_epi8((char)(0xF0 - 0x80)));
    const __m128i due = _mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8((char)0x80));
    return _mm_xor_si128(due, pairs);
}

/// Whether at least sixteen bytes are UTF-8: 0 if not, 1 if they are, 2 if they are ASCII.
FEROGRAM_UTF8 static inline int ferogram_utf8_check(const void *start, size_t count) {
    const char *place = start, *end = place + count, *last = end - 16;
    while (place <= last && _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)place)) == 0) place += 16;
    if (place > last && _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)last)) == 0) return 2;
    // What stands before is ASCII.
    __m128i before = _mm_setzero_si128(), errors = before;
    int is_open = 0;
    for (; place < end || is_open; place += 16) {
        __m128i bytes = _mm_setzero_si128();
        if (place <= last) {
            bytes = _mm_loadu_si128((const __m128i *)place);
        } else if (place < end) {
            // The last sixteen without those that were looked at; zeros behind the end break off what is not whole.
            const __m128i moved = _mm_loadu_si128((const __m128i *)(ferogram_utf8_places + (place - last)));
            bytes = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)last), moved);
        }
        const int high = _mm_movemask_epi8(bytes);
        if (high | is_open) errors = _mm_or_si128(errors, ferogram_utf8_errors(bytes, before));
        // A character that begins in the last three may go on behind them.
        is_open = high >> 13;
        before = bytes;
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(errors, _mm_setzero_si128())) == 0xFFFF;
}
#else
static inline int ferogram_utf8_is_supported(void) { return 0; }
static inline int ferogram_utf8_check(const void *start, size_t count) { return 0; }
#endif

#endif
