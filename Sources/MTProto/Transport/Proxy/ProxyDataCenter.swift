// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The data centre that a client tells an MTProto proxy in its obfuscated header.
public struct ProxyDataCenter: Hashable, Sendable {
    /// What stands in the header.
    public let rawValue: Int16

    /// Takes what stands in a header.
    ///
    /// - Parameter rawValue: Any value; a proxy must know which ones it serves.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// Names a data centre.
    ///
    /// - Parameters:
    ///   - id: 1 to 9,999.
    ///   - isTest: Whether it is one of the test data centres, whose ids are sent with 10,000 added.
    ///   - isMediaOnly: Whether an address for media is meant, whose ids are sent negated.
    public init(id: Int, isTest: Bool = false, isMediaOnly: Bool = false) {
        precondition((1...9_999).contains(id), "a data centre's id is 1 to 9,999")
        let number = Int16(id + (isTest ? Self.testOffset : 0))
        rawValue = isMediaOnly ? -number : number
    }

    private static let testOffset = 10_000

    /// The data centre's id without its marks.
    public var id: Int { Int(rawValue.magnitude) % Self.testOffset }

    /// Whether it is a test data centre.
    public var isTest: Bool { rawValue.magnitude >= Self.testOffset }

    /// Whether an address for media is meant.
    public var isMediaOnly: Bool { rawValue < 0 }
}
