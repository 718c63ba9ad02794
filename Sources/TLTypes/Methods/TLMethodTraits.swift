// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a client must know about a method beyond its form.
///
/// The table stands in `Schema/methods.tsv`; the build compares it with the schema.
package struct TLMethodTraits: Sendable, Hashable {
    /// Which calls a flood wait holds for.
    package enum FloodScope: UInt8, Sendable {
        /// The call alone.
        case none
        /// Calls of the method about the same peer.
        case peer
        /// All calls of the method.
        case account
    }

    /// Who may call a method.
    package enum Caller: UInt8, Sendable {
        case both
        case person
        case bot
    }

    /// Whether running the method twice does no harm.
    package let isRepeatable: Bool
    /// Which calls a flood wait holds for.
    package let floodScope: FloodScope
    /// Whether the answer carries updates.
    package let carriesUpdates: Bool
    /// Who may call it.
    package let caller: Caller

    /// Looks a method up.
    ///
    /// The ids are checksums and so spread evenly: a method stands near the place that its id has among all numbers.
    ///
    /// - Parameter id: The id of the method.
    /// - Returns: Its traits, or `nil` if the API's schema has no such method.
    package static func of(_ id: UInt32) -> Self? {
        let table = methodTable
        let id = UInt64(id)
        var index = Int((id * UInt64(table.count)) >> 32)
        while index > 0, table[index] >> 8 > id { index -= 1 }
        while index < table.count - 1, table[index] >> 8 < id { index += 1 }
        guard index < table.count, table[index] >> 8 == id else { return nil }
        return Self(packed: UInt8(truncatingIfNeeded: table[index]))
    }

    // Bit 0: repeatable; bits 1 and 2: flood scope; bit 3: updates; bits 4 and 5: caller.
    private init(packed: UInt8) {
        isRepeatable = packed & 1 != 0
        floodScope = FloodScope(rawValue: packed >> 1 & 3) ?? .account
        carriesUpdates = packed & 8 != 0
        caller = Caller(rawValue: packed >> 4 & 3) ?? .both
    }
}
