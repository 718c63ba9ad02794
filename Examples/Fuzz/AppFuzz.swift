// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import Foundation

/// What mini apps and buttons send to bots, and the checksums of files.
enum AppFuzz {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let token = "123456:AAF-abcdefghijklmnopqrstuvwxyz01234"
    private static let date = Date(timeIntervalSince1970: 1_700_000_000)

    static func target() -> FuzzTarget {
        FuzzTarget(name: "apps", run: run) { generator in
            ByteMutation.damaged(oneOf: corpus, isText: true, using: &generator)
        }
    }

    static func run(_ input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        if let data = try? WebAppInitData(verifying: text, botToken: token, now: date) {
            _ = (data.user, data.userID, data.queryID, data.startParameter)
        }
        if (try? WebAppInitData(verifying: text, botID: 123_456, now: date)) != nil {
            throw Failure(description: "data that Telegram did not sign: \(text.debugDescription)")
        }
        try checkSums(input)
    }

    /// A file of these bytes has the checksums that are made of it, and no others.
    private static func checkSums(_ bytes: [UInt8]) throws {
        var hashes: [TL.FileHash] = []
        var offset = 0
        for size in bytes where offset < bytes.count {
            let end = min(bytes.count, offset + max(1, Int(size)))
            hashes.append(
                TL.FileHash(
                    offset: Int64(offset), limit: Int32(end - offset), hash: SHA256.hash(of: bytes[offset..<end])))
            offset = end
        }
        var table = FileHashTable()
        table.insert(hashes)
        table.insert(bytes.map { TL.FileHash(offset: .max - Int64($0), limit: .max, hash: []) })
        let isWhole = table.covers(0, upTo: Int64(bytes.count))
        let found = table.entries(from: 0, count: bytes.count)
        guard isWhole, FileHashTable.verify(bytes, at: 0, found) else {
            throw Failure(description: "a file does not have its checksums")
        }
        guard !bytes.isEmpty else { return }
        var wrong = bytes
        wrong[bytes.count / 2] ^= 1
        guard !FileHashTable.verify(wrong, at: 0, found) else {
            throw Failure(description: "another file has the checksums")
        }
    }

    private static let corpus: [[UInt8]] = {
        let fields = [
            "auth_date": "1700000000", "query_id": "AAHdF6IQ", "start_param": "x",
            "user": #"{"id":279058397,"first_name":"V"}"#,
        ]
        let check = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        let secret = HMACSHA256.authenticationCode(for: Array(token.utf8), key: Array("WebAppData".utf8))
        let hash = HMACSHA256.authenticationCode(for: Array(check.utf8), key: secret)
        let signed =
            "auth_date=1700000000&query_id=AAHdF6IQ&start_param=x"
            + "&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22V%22%7D&hash=\(hash.hex)"
        return [
            signed, signed + "&signature=" + String(repeating: "A", count: 86), "hash=00&auth_date=-1",
            "auth_date=9223372036854775807&hash=" + String(repeating: "0", count: 64), "a=%zz&&=&b",
        ].map { Array($0.utf8) }
    }()
}
