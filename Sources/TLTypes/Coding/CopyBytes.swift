// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension UnsafeMutableRawPointer {
    /// Copies bytes in pieces of a kibibyte.
    ///
    /// For larger pieces the C library uses `rep movsb`, which AMD's Zen 3 and 4 carry out forty times slower when the
    /// target lies a few bytes above the source modulo the page size; buffers of an allocator often do.
    func copyInPieces(from source: UnsafeRawPointer, byteCount: Int) {
        var offset = 0
        while byteCount - offset > 1024 {
            (self + offset).copyMemory(from: source + offset, byteCount: 1024)
            offset += 1024
        }
        (self + offset).copyMemory(from: source + offset, byteCount: byteCount - offset)
    }
}
