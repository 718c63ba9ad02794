// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport

/// Damages bytes in a few places, as a stranger would who knows what they mean.
enum ByteMutation {
    private static let frequent: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]
    /// What has a meaning in texts.
    private static let signs = Array("\"\\/:;,.=&%?#@{}[]()<>-+ \r\n0129".utf8)

    /// Takes one of several inputs and damages it.
    ///
    /// - Parameters:
    ///   - corpus: The inputs.
    ///   - isText: Whether signs of texts are frequent.
    ///   - generator: Decides what is damaged.
    /// - Returns: The damaged input.
    static func damaged(
        oneOf corpus: [[UInt8]], isText: Bool = false, using generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = corpus.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let usual = isText ? signs : frequent
            let byte =
                Bool.random(using: &generator)
                ? usual.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes.insert(byte, at: place)
            case 1: bytes.removeSubrange(place...)
            case 2: bytes += bytes.prefix(min(place, 4_096))
            case 3:
                // A part of another one.
                let other = corpus.randomElement(using: &generator) ?? []
                bytes.insert(contentsOf: other.suffix(Int.random(in: 0...other.count, using: &generator)), at: place)
            default: if place < bytes.count { bytes[place] = byte }
            }
        }
        return bytes
    }
}
