// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The name of an error that the server answers, with `X` in the place of a number: `FLOOD_WAIT_X`.
///
/// The names that are known have static members, so that the compiler checks their spelling.
/// core.telegram.org/api/errors describes them.
public struct TLErrorName: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as the server spells it, with `X` for a number.
    public let rawValue: String

    /// Creates a name.
    ///
    /// - Parameter rawValue: The name as the server spells it, with `X` for a number.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name as the server spells it.
    public var description: String { rawValue }
}
