// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a strict dialect refused its input.
///
/// The reason has the words of the Bot API, so that bots which move find what they know.
public struct MarkupError: Error, Sendable, Hashable {
    /// What is wrong.
    public let reason: String
    /// Where it is wrong, in bytes of the input's UTF-8.
    public let byteOffset: Int

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - reason: What is wrong.
    ///   - byteOffset: Where it is wrong, in bytes of the input's UTF-8.
    public init(reason: String, byteOffset: Int) {
        self.reason = reason
        self.byteOffset = byteOffset
    }
}

extension MarkupError: CustomStringConvertible {
    /// The text that the Bot API answers with.
    public var description: String { "Can't parse entities: \(reason)" }
}
