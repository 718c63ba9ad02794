// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_ZLIB_SHIM_H
#define FEROGRAM_ZLIB_SHIM_H

#include <zlib.h>

// The initialisers are macros, which Swift cannot import.
static inline int ferogram_inflateInit2(z_streamp stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

static inline int ferogram_deflateInit2(z_streamp stream, int level, int window_bits, int memory_level) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY);
}

#endif
