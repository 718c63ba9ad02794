// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The system's random numbers, for keys.
///
/// `SystemRandomNumberGenerator` has no size, and ThreadSanitizer stumbles over the addresses of such values.
package struct SystemRandomness: RandomNumberGenerator, Sendable {
    private var system = SystemRandomNumberGenerator()
    // Only gives the value a size.
    private let size: UInt8 = 0

    /// Creates a generator.
    package init() {}

    package mutating func next() -> UInt64 { system.next() }
}
