// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramSession

/// What a storage of sessions in a store must do, whatever the store.
package enum SessionStorageChecks {
    /// What was found instead of what was expected.
    struct Mismatch: Error, CustomStringConvertible {
        let description: String
    }

    private static func check<Value: Equatable>(_ value: Value, _ expected: Value, line: Int = #line) throws {
        guard value != expected else { return }
        throw Mismatch(description: "line \(line) of the checks: \(value), not \(expected)")
    }

    private static func refuses(_ storage: StoreSessionStorage, line: Int = #line) async throws {
        do throws(SessionStorageError) {
            _ = try await storage.open()
        } catch {
            guard case .inUse(_, let holder) = error, holder.isThisProcess else { throw error }
            return
        }
        throw Mismatch(description: "line \(line) of the checks: it was opened twice")
    }

    /// Runs the checks.
    ///
    /// - Parameter store: A store without sessions.
    /// - Throws: What is wrong.
    package static func run(_ store: any Store) async throws {
        let full = try SessionSamples.full()
        let state = UpdateState(pts: 1, qts: 2, date: 3, seq: 4)
        let changes: [SessionChange] =
            [
                .homeDataCenter(nil), .homeDataCenter(4), .isTest(true), .account(nil), .account(full.account),
                .updates(state), .updates(nil), .channel(5, pts: 6), .channel(7, pts: 8), .channel(5, pts: nil),
                .authKey(try SessionSamples.key(7), dataCenter: 9), .authKey(nil, dataCenter: 203),
                .salts(full.dataCenters[0].salts, dataCenter: 9), .isAuthorized(true, dataCenter: 9),
                .addresses(full.dataCenters[0].addresses, dataCenter: 9), .futureAuthTokens([[1]]),
                .peerRemoved(.user(8)), .everything(full), .updates(state), .serverFingerprints([1, -2, .max]),
                .rejectedKeys([try SessionSamples.key(8)], dataCenter: 9), .stateOwner(7),
                .peer(StoredPeer(id: .user(99), accessHash: 1)), .peerRemoved(.user(99)),
            ] + full.dataCenters.map { .dataCenter($0) } + full.peers.values.map { .peer($0) }
        // Every kind of change, each saved by itself and read by another storage; another session lies beside it.
        let other = StoreSessionStorage(store, name: "other")
        try check(await other.open(), SessionData())
        try await other.save([.homeDataCenter(3), .channel(1, pts: 1)])
        var expected = SessionData()
        for change in changes {
            let storage = StoreSessionStorage(store, name: "a")
            try check(await storage.open(), expected)
            try await storage.save([change])
            expected.apply(change)
            await storage.close()
        }
        let storage = StoreSessionStorage(store, name: "a")
        try check(await storage.open(), expected)

        // It is refused while it is open, and to a storage that is not.
        try await refuses(storage)
        try await refuses(StoreSessionStorage(store, name: "a"))
        do throws(SessionStorageError) {
            try await StoreSessionStorage(store, name: "a").save([.homeDataCenter(1)])
            throw SessionStorageError.tooLarge(what: "saves without opening", count: 1, limit: 0)
        } catch {
            guard case .notOpen = error else { throw error }
        }

        // Saves that overlap keep their order.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...50 {
                group.addTask { try await storage.save([.channel(Int64(number), pts: Int32(number))]) }
            }
            try await group.waitForAll()
        }
        for number in 1...50 { expected.apply(.channel(Int64(number), pts: Int32(number))) }
        await storage.close()
        let again = StoreSessionStorage(store, name: "a")
        try check(await again.open(), expected)
        try await again.save([.everything(SessionData())])
        await again.close()
        try check(await again.open(), SessionData())
        await again.close()
        await other.close()
        try check(await other.open().homeDataCenter, 3)
        await other.close()
    }
}
