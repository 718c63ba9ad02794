// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How the connection looks on the wire.
public enum ClientTransport: Hashable, Sendable, CaseIterable {
    /// The shortest framing; the usual one.
    case abridged
    /// Four bytes of length before each packet.
    case intermediate
    /// Like ``intermediate``, with random padding.
    case paddedIntermediate
    /// Numbered packets with checksums.
    case full
    /// ``abridged`` behind a key stream that hides what protocol it is.
    case obfuscated
}
