// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TL {
    /// Sixteen opaque bytes, the schema's `int128`; nonces and their hashes.
    public struct Int128: Sendable, Hashable {
        typealias Words = (UInt64, UInt64)

        // In memory order: the bytes are never read as one number.
        private let first: UInt64
        private let second: UInt64

        init(words: Words) {
            (first, second) = words
        }

        var words: Words { (first, second) }

        /// Creates a value.
        ///
        /// - Parameter bytes: Sixteen bytes; the result is `nil` for any other number.
        public init?(_ bytes: some Collection<UInt8>) {
            guard bytes.count == 16 else { return nil }
            self.init(words: [UInt8](bytes).withUnsafeBytes { $0.loadUnaligned(as: Words.self) })
        }

        /// Draws sixteen bytes.
        ///
        /// - Parameter generator: Where randomness comes from.
        /// - Returns: A random value.
        public static func random(using generator: inout some RandomNumberGenerator) -> Self {
            Self(words: (generator.next(), generator.next()))
        }

        /// The sixteen bytes in wire order.
        public var bytes: [UInt8] { withUnsafeBytes(of: words) { [UInt8]($0) } }
    }

    /// Thirty-two opaque bytes, the schema's `int256`.
    public struct Int256: Sendable, Hashable {
        typealias Words = (UInt64, UInt64, UInt64, UInt64)

        private let first: UInt64
        private let second: UInt64
        private let third: UInt64
        private let fourth: UInt64

        init(words: Words) {
            (first, second, third, fourth) = words
        }

        var words: Words { (first, second, third, fourth) }

        /// Creates a value.
        ///
        /// - Parameter bytes: Thirty-two bytes; the result is `nil` for any other number.
        public init?(_ bytes: some Collection<UInt8>) {
            guard bytes.count == 32 else { return nil }
            self.init(words: [UInt8](bytes).withUnsafeBytes { $0.loadUnaligned(as: Words.self) })
        }

        /// Draws thirty-two bytes.
        ///
        /// - Parameter generator: Where randomness comes from.
        /// - Returns: A random value.
        public static func random(using generator: inout some RandomNumberGenerator) -> Self {
            Self(words: (generator.next(), generator.next(), generator.next(), generator.next()))
        }

        /// The thirty-two bytes in wire order.
        public var bytes: [UInt8] { withUnsafeBytes(of: words) { [UInt8]($0) } }
    }
}
