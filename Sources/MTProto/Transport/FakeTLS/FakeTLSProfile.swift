// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which browser a ClientHello resembles.
public enum FakeTLSProfile: Hashable, Sendable, CaseIterable {
    /// Exactly 517 bytes with an X25519 key share: what every proxy understands.
    case classic
    /// What Telegram's own library sends today: shuffled extensions, a post-quantum key share, encrypted client hello.
    ///
    /// It is about 1,700 to 1,900 bytes long, and Telegram's old proxy in C does not know it.
    case current
}
