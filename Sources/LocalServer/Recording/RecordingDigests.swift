// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// What stands for secrets in a recording: equal for equal values, and no way back to them.
///
/// Each value has a key of its own that is never shown, so a digest says nothing outside of its recording.
public struct RecordingDigests: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: [UInt8]

    /// How many bytes of a digest are shown.
    private static let shownCount = 8

    /// Digests for a new recording.
    public init() {
        var generator = SystemRandomness()
        key = generator.bytes(count: 32)
    }

    func digest(of bytes: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: bytes, key: key)
        return "digest:" + CallJSON.hex(code.prefix(Self.shownCount))
    }

    /// Nothing of the key.
    public var description: String { "RecordingDigests" }

    /// Nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
