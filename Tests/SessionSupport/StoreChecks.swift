// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramSession

/// What every store must do; each kind of store runs it.
package enum StoreChecks {
    /// What was found instead of what was expected.
    struct Mismatch: Error, CustomStringConvertible {
        let description: String
    }

    private static func check<Value: Equatable>(_ value: Value, _ expected: Value, line: Int = #line) throws {
        guard value != expected else { return }
        throw Mismatch(description: "line \(line) of the checks: \(value), not \(expected)")
    }

    /// Runs the checks on an empty store.
    ///
    /// - Throws: What is wrong.
    package static func run(_ store: any Store) async throws {
        let (a, b) = (StoreKey("states", "a"), StoreKey("states", "b"))
        try check(await store.value(at: a), nil)
        var batch = StoreBatch()
        batch.put([1], at: a)
        batch.put([], at: b)
        batch.put([3], at: StoreKey("other", "a"))
        try check(await store.commit(batch), true)
        try check(await store.value(at: a), [1])
        try check(await store.value(at: b), [])

        // A condition that does not hold keeps all changes from being made.
        var refused = StoreBatch()
        refused.require([1], at: a)
        refused.require(nil, at: b)
        refused.put([9], at: a)
        try check(await store.commit(refused), false)
        try check(await store.value(at: a), [1])
        var allowed = StoreBatch()
        allowed.require([1], at: a)
        allowed.require(nil, at: StoreKey("states", "new"))
        allowed.put([2], at: a)
        allowed.remove(at: b)
        try check(await store.commit(allowed), true)
        try check(await store.value(at: a), [2])
        try check(await store.value(at: b), nil)

        // Names come in the order of their bytes, page by page.
        var many = StoreBatch()
        for number in 0..<25 { many.put([UInt8(number)], at: StoreKey("list", "n:\(String(100 + number))")) }
        many.put([0], at: StoreKey("list", "m"))
        many.put([0], at: StoreKey("list", "ä"))
        try check(await store.commit(many), true)
        var names: [String] = []
        var last: String?
        while true {
            let page = try await store.entries(in: "list", prefix: "n:", after: last, limit: 10)
            guard let end = page.last else { break }
            names += page.map(\.name)
            last = end.name
        }
        try check(names, (100..<125).map { "n:\($0)" })
        try check(await store.entries(in: "list", prefix: "", after: nil, limit: 100).map(\.name).last, "ä")
        try check(await store.entries(in: "none", prefix: "", after: nil, limit: 1).count, 0)
        var clearing = StoreBatch()
        clearing.removeAll(in: "list", prefix: "n:")
        try check(await store.commit(clearing), true)
        try check(await store.entries(in: "list", prefix: "", after: nil, limit: 100).map(\.name), ["m", "ä"])
        try check(await store.value(at: StoreKey("other", "a")), [3])
        try check(await store.entries(in: "list", prefix: "", after: "m", limit: 100).map(\.name), ["ä"])
        try check(await store.entries(in: "list", prefix: "ä", after: "a", limit: 100).map(\.name), ["ä"])

        // Any bytes and any length; changes in their order.
        var odd = StoreBatch()
        odd.isDurable = true
        odd.put([0, 255, 0, 39], at: StoreKey("odd", "nul\u{0} 'quoted' \"x\" %_\\"))
        odd.put([1], at: StoreKey("odd", ""))
        odd.put([UInt8](repeating: 7, count: 1 << 20), at: StoreKey("odd", "long"))
        odd.put([1], at: StoreKey("odd", "gone"))
        odd.remove(at: StoreKey("odd", "gone"))
        odd.put([1], at: StoreKey("odd", "kept"))
        odd.removeAll(in: "odd", prefix: "ke")
        odd.put([2], at: StoreKey("odd", "kept"))
        try check(await store.commit(odd), true)
        try check(
            await store.entries(in: "odd", prefix: "", after: nil, limit: 9).map(\.name),
            ["", "kept", "long", "nul\u{0} 'quoted' \"x\" %_\\"])
        try check(await store.value(at: StoreKey("odd", "nul\u{0} 'quoted' \"x\" %_\\")), [0, 255, 0, 39])
        try check(await store.value(at: StoreKey("odd", "long"))?.count, 1 << 20)
        try check(await store.value(at: StoreKey("odd", "kept")), [2])
        var mass = StoreBatch()
        for number in 0..<1_500 { mass.put([UInt8(truncatingIfNeeded: number)], at: StoreKey("mass", "\(number)")) }
        try check(await store.commit(mass), true)
        try check(await store.entries(in: "mass", prefix: "", after: nil, limit: 2_000).count, 1_500)

        // Of those who take the same place at once, one gets it.
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    var batch = StoreBatch()
                    batch.require(nil, at: StoreKey("race", "place"))
                    batch.put([UInt8(number)], at: StoreKey("race", "place"))
                    return try await store.commit(batch)
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try check(winners, 1)
    }
}
