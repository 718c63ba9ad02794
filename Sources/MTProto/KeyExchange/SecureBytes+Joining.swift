// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

extension SecureBytes {
    /// Joins pieces, of which some are secret.
    init<each Piece: ByteSource>(joining pieces: repeat each Piece) {
        var count = 0
        for piece in repeat each pieces { count += piece.withContiguousBytes(\.count) }
        self.init(count: count) { buffer in
            var offset = 0
            for piece in repeat each pieces {
                piece.withContiguousBytes { bytes in
                    UnsafeMutableRawBufferPointer(rebasing: buffer[offset...]).copyMemory(from: bytes)
                    offset += bytes.count
                }
            }
        }
    }
}
