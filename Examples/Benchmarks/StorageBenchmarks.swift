// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramBase
import FerogramCrypto
import FerogramSession
import Foundation

/// How long it takes to load and save a session with many peers.
enum StorageBenchmarks {
    static var groups: [BenchmarkGroup] { [peers] }

    private static var peers: BenchmarkGroup {
        BenchmarkGroup("session with 100,000 peers") {
            let folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-benchmarks").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let data = try session()
            let saved = FileSessionStorage(path: folder + "/saved.session")
            wait { _ = try await saved.open() }
            wait { try await saved.save([.everything(data)]) }
            let loaded = FileSessionStorage(path: folder + "/loaded.session")
            wait {
                _ = try await loaded.open()
                try await loaded.save([.everything(data)])
                await loaded.close()
            }
            let counter = Counter()
            return [
                Benchmark("load", countsAllocations: false) {
                    wait {
                        _ = try await loaded.open()
                        await loaded.close()
                    }
                },
                Benchmark("save everything, to the disk", countsAllocations: false) {
                    wait { try await saved.save([.everything(data)]) }
                },
                Benchmark("save a key, to the disk", countsAllocations: false) {
                    let id = counter.next()
                    wait { try await saved.save([.account(.init(userID: Int64(id), isBot: true))]) }
                },
                Benchmark("save the state of updates", countsAllocations: false) {
                    let pts = counter.next()
                    wait { try await saved.save([.updates(UpdateState(pts: pts, qts: 0, date: 0, seq: 0))]) }
                },
            ]
        }
    }

    private final class Counter {
        private var value: Int32 = 0

        func next() -> Int32 {
            value += 1
            return value
        }
    }

    private static func session() throws -> SessionData {
        var data = SessionData()
        data.homeDataCenter = 2
        var generator = SystemRandomNumberGenerator()
        let key = try AuthKey(SecureBytes(randomCount: AuthKey.byteCount, using: &generator))
        data.dataCenters = [DataCenterEntry(id: 2, authKey: key, isAuthorized: true)]
        for id in 0..<100_000 as Range<Int64> {
            let peer = StoredPeer(
                id: .user(5_000_000_000 + id), accessHash: id &* 0x5DEE_CE66_D1CE_4E5B, usernames: ["username_\(id)"],
                phone: "4917\(id)")
            data.peers[peer.id] = peer
        }
        return data
    }

    /// Waits for work of another thread; the benchmarks run on one that nobody else needs.
    private static func wait(_ body: @escaping @Sendable () async throws -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                try await body()
            } catch {
                fatalError("\(error)")
            }
            done.signal()
        }
        done.wait()
    }
}
