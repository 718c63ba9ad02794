// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How a server treats messages that it may have seen before.
public struct ServerPolicy: Hashable, Sendable {
    /// How many calls are remembered after their answers.
    public var rememberedCalls: Int
    /// Whether a message that comes again alone, outside of a container, is refused.
    public var refusesRepeatedStandalone: Bool

    /// Everything is remembered; a call that comes again is answered from memory.
    public static let strict = Self(rememberedCalls: 8192, refusesRepeatedStandalone: false)
    /// Hardly anything is remembered; a call that may have come before is refused with the code 20.
    public static let forgetful = Self(rememberedCalls: 2, refusesRepeatedStandalone: false)
    /// Like ``strict``, but a call that comes again alone is refused with the code 16.
    public static let standaloneRefused = Self(rememberedCalls: 8192, refusesRepeatedStandalone: true)
}
