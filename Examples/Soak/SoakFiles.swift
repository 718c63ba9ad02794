// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTestSupport
import Foundation

/// Files that go up and come back.
enum SoakFiles {
    /// Sends a file to somebody and fetches it again.
    ///
    /// - Parameters:
    ///   - client: Who sends it.
    ///   - peer: Where to.
    ///   - generator: Decides what is in it, and how it comes back.
    /// - Returns: How many bytes went there and back; `nil` if others came back.
    /// - Throws: What the calls throw.
    static func sendAndFetch(
        _ client: TelegramClient, to peer: String, _ generator: inout SeededGenerator
    ) async throws -> Int? {
        let size =
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: Int.random(in: 1_000_000..<2_500_000, using: &generator)
            case 1..<6: Int.random(in: 60_000..<300_000, using: &generator)
            default: Int.random(in: 1..<60_000, using: &generator)
            }
        let key = generator.next()
        let bytes = Data((0..<size).map { UInt8(truncatingIfNeeded: UInt64($0) &* key >> 13 ^ UInt64($0) >> 8) })
        let way = Int.random(in: 0..<3, using: &generator)
        let message = try await client.sendDocument(to: peer, .data(bytes, name: "soak.bin"))
        guard let document = message.document else { return nil }
        let back: Data
        switch way {
        case 0: back = try await message.download().value
        case 1:
            let place = FileManager.default.temporaryDirectory.appending(path: "soak-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: place) }
            back = try Data(contentsOf: try await message.download(to: place).value)
        default:
            var whole = Data()
            for try await chunk in client.chunks(of: document) { whole.append(contentsOf: chunk) }
            back = whole
        }
        return back == bytes ? size : nil
    }
}
