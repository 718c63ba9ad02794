// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto

/// The MD5 checksum of a file whose parts come one after the other: what is there is hashed while the client makes the next.
///
/// Parts that come in another order, or once more, are hashed in the end.
final class RunningChecksum: Sendable {
    private struct State: ~Copyable {
        var stream = HashStream<MD5>()
        /// How many bytes from the beginning on are hashed.
        var count: Int64 = 0

        mutating func restart() {
            stream = HashStream<MD5>()
            count = 0
        }
    }

    /// How many bytes are read at once.
    private static let piece = 64 << 10

    private let state = Lock(State())

    /// Takes a part of the file.
    func take(_ bytes: [UInt8], at offset: Int64) {
        state.withLock { state in
            // What was hashed may be other bytes now.
            if offset < state.count { state.restart() }
            guard offset == state.count else { return }
            state.stream.update(bytes)
            state.count += Int64(bytes.count)
        }
    }

    /// Hashes what is missing, and begins anew.
    func finish(_ content: FileContent) -> [UInt8] {
        state.withLock { state in
            if state.count > content.size { state.restart() }
            while state.count < content.size {
                let piece = content.read(at: state.count, count: Self.piece)
                guard !piece.isEmpty else { break }
                state.stream.update(piece)
                state.count += Int64(piece.count)
            }
            state.count = 0
            return state.stream.finish()
        }
    }
}
