// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramCrypto
package import FerogramSession
import FerogramTestSupport
import Foundation

/// Sessions for tests.
package enum SessionSamples {
    package static func key(_ seed: UInt64) throws -> AuthKey {
        var generator = SeededGenerator(seed: seed)
        return try AuthKey(SecureBytes(randomCount: 256, using: &generator))
    }

    /// A session with something in every part.
    package static func full() throws -> SessionData {
        var data = SessionData()
        data.homeDataCenter = 2
        data.isTest = true
        data.dataCenters = [
            DataCenterEntry(
                id: 2,
                addresses: [
                    DataCenterAddress(host: "149.154.167.51", port: 443),
                    DataCenterAddress(
                        host: "2001:67c:4e8:f002::a", port: 5222, options: [.ipv6, .thisPortOnly], secret: [1, 2, 3]),
                ], authKey: try key(1),
                salts: [ServerSalt(salt: -5, validSince: 1_700_000_000, validUntil: 1_700_003_600)], isAuthorized: true),
            DataCenterEntry(id: -4, authKey: try key(2)),
            DataCenterEntry(id: 203),
        ]
        data.account = SessionData.Account(userID: 5_000_000_001, isBot: true)
        data.updates = UpdateState(pts: 10, qts: -1, date: .max, seq: .min)
        data.channels = [1: 5, 1_234_567_890: .max]
        for peer in [
            StoredPeer(
                id: .user(7), accessHash: .min, traits: .bot, usernames: ["one", "zwei", "три"], phone: "491701"),
            StoredPeer(id: .chat(7)),
            StoredPeer(id: .channel(7), accessHash: 9, traits: [.megagroup, .forum, .init(rawValue: 1 << 31)]),
            StoredPeer(
                id: .user(8), accessHash: 3, isMin: true, minContext: .init(chat: .channel(7), messageID: -9)),
        ] {
            data.peers[peer.id] = peer
        }
        data.futureAuthTokens = [[], [1, 2, 3]]
        return data
    }
}

/// A folder that is removed with its content.
package final class TemporaryFolder {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { path + "/" + name }

    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    package func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    package var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}
