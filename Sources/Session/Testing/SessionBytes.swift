// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto

/// The readers of the files of sessions and stores, for tests that damage what they read.
package enum SessionBytes {
    /// The bytes of a session's file.
    package static func snapshot(of data: SessionData) -> SecureBytes {
        SessionSnapshot(data: data, generation: 1).encoded()
    }

    /// The part of that file which its checksum covers.
    package static func changes(of data: SessionData) -> [UInt8] {
        // Behind the head and the checksum.
        snapshot(of: data).withUnsafeBytes { Array($0.dropFirst(32 + SHA256.byteCount)) }
    }

    /// Reads bytes as a session's file.
    package static func readSnapshot(_ bytes: [UInt8]) throws(SessionFormatError) -> SessionData {
        try SessionSnapshot(bytes).data
    }

    /// Reads bytes as what stands behind the checksums, in a session's file and in the log of its changes.
    package static func readChanges(_ bytes: [UInt8]) throws(SessionFormatError) -> SessionData {
        try bytes.withContiguousBytes { bytes throws(SessionFormatError) in
            var reader = ByteReader(bytes)
            var data = SessionData()
            try reader.applyChanges(to: &data)
            return data
        }
    }

    /// Reads bytes as the log of a session.
    package static func readLog(_ bytes: [UInt8]) throws(SessionFormatError) {
        var data = SessionData()
        _ = try SessionLog.apply(bytes, generation: 1, to: &data)
    }

    /// Reads bytes as the log of a store.
    package static func readStoreLog(_ bytes: [UInt8]) throws(SessionFormatError) {
        _ = try StoreLog.read(bytes)
    }

    /// The beginnings of both logs.
    package static var logs: [[UInt8]] {
        [SessionLog.header(generation: 1), StoreLog.header()].map { $0.withUnsafeBytes { Array($0) } }
    }
}
