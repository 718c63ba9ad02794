// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How ``TLJSON`` writes values.
public struct TLJSONOptions: Sendable {
    /// What becomes of fields that must not reach a log.
    public enum Secrets: Sendable {
        /// They are written as they are.
        case shown
        /// A keyed digest stands in their place: the same value gives the same digest under the same key, and nobody
        /// without the key can try values out.
        case digests(key: [UInt8])
    }

    /// Whether fields stand on lines of their own.
    public var isPretty: Bool
    /// What becomes of login codes, phone numbers, passwords, hashes that are texts or bytes, keys, tokens and file
    /// references.
    public var secrets: Secrets
    /// How many bytes the text may have at most.
    public var maximumLength: Int

    /// Creates options.
    ///
    /// - Parameters:
    ///   - isPretty: Whether fields stand on lines of their own.
    ///   - secrets: What becomes of secrets.
    ///   - maximumLength: How many bytes the text may have at most.
    public init(isPretty: Bool = false, secrets: Secrets = .shown, maximumLength: Int = 64 << 20) {
        self.isPretty = isPretty
        self.secrets = secrets
        self.maximumLength = maximumLength
    }
}
