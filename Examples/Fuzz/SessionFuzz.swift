// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramSession
import FerogramTestSupport

/// Session texts of all libraries, session files, the logs of sessions and of stores.
enum SessionFuzz {
    private enum Failure: Error, CustomStringConvertible {
        case text
        case changes

        var description: String {
            switch self {
            case .text: "a session that was read from a text is another one when it is written and read again"
            case .changes: "a session that was read from a file is another one when it is written and read again"
            }
        }
    }

    static func target() throws -> FuzzTarget {
        let session = try sample()
        // What a checksum covers is damaged as well, and read without it.
        let corpus =
            [SessionBytes.changes(of: session), SessionBytes.snapshot(of: session).withUnsafeBytes { Array($0) }]
            + SessionBytes.logs + texts + [Array(session.stringSession().utf8)]
        return FuzzTarget(name: "session", run: run) { generator in
            ByteMutation.damaged(oneOf: corpus, using: &generator)
        }
    }

    static func run(_ input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        if let session = try? StringSession(text), session.data.dataCenters.contains(where: { $0.authKey != nil }) {
            let again = try? StringSession(session.data.stringSession())
            guard again?.data.dataCenters.map(\.id) == session.data.dataCenters.map(\.id) else { throw Failure.text }
        }
        for format in StringSession.Format.allCases { _ = try? StringSession(text, format: format) }
        _ = try? SessionData(ferogramFile: input)
        _ = try? SessionBytes.readSnapshot(input)
        _ = try? SessionBytes.readLog(input)
        _ = try? SessionBytes.readStoreLog(input)
        if let data = try? SessionBytes.readChanges(input) {
            let again = try SessionBytes.readChanges(SessionBytes.changes(of: data))
            guard again.account == data.account, again.updates == data.updates, again.channels == data.channels,
                again.peers.count == data.peers.count
            else { throw Failure.changes }
        }
    }

    private static func sample() throws -> SessionData {
        var generator = SeededGenerator(seed: 3)
        var data = SessionData()
        data.homeDataCenter = 2
        data.dataCenters = [
            DataCenterEntry(
                id: 2, addresses: [DataCenterAddress(host: "149.154.167.51", port: 443)],
                authKey: try AuthKey(SecureBytes(randomCount: 256, using: &generator)),
                salts: [ServerSalt(salt: -5, validSince: 1_700_000_000, validUntil: 1_700_003_600)],
                isAuthorized: true)
        ]
        data.account = SessionData.Account(userID: 5_000_000_001, isBot: true)
        data.updates = UpdateState(pts: 10, qts: -1, date: .max, seq: .min)
        data.channels = [1: 5, 1_234_567_890: .max]
        for peer in [
            StoredPeer(id: .user(7), accessHash: .min, usernames: ["one", "три"], phone: "491701"),
            StoredPeer(id: .channel(7), accessHash: 9, traits: [.megagroup, .forum]),
        ] { data.peers[peer.id] = peer }
        return data
    }

    /// Sessions as other libraries write them, with keys that nobody has.
    private static let texts: [[UInt8]] = {
        func encoded(_ bytes: [UInt8], padded: Bool) -> String {
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
            var text: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let piece = bytes[start..<min(start + 3, bytes.count)]
                let number = piece.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - piece.count))
                for index in 0..<4 {
                    if index <= piece.count { text.append(letters[number >> (18 - 6 * index) & 63]) }
                    if index > piece.count, padded { text.append(UInt8(ascii: "=")) }
                }
            }
            return String(decoding: text, as: UTF8.self)
        }
        let key = (0..<256).map { UInt8($0) }
        let user: [UInt8] = [0, 0, 0, 1, 2, 3, 4, 5]
        return [
            "1" + encoded([2, 149, 154, 167, 51, 1, 0xBB] + key, padded: true),
            "1" + encoded([2] + [UInt8](repeating: 0x20, count: 16) + [1, 0xBB] + key, padded: true),
            encoded([2, 0, 0, 0, 7, 0] + key + user + [1], padded: false),
            "1" + encoded([2, 0, 14] + Array("149.154.167.51".utf8) + [1, 0xBB] + key, padded: true),
        ].map { Array($0.utf8) }
    }()
}
