// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// A call that the simulated server understands: it says itself how it is to be answered.
struct SimulatedCall {
    static let constructor: UInt32 = 0x5117_CA11
    static let answerConstructor: UInt32 = 0x5117_A15E
    /// What stands before a call until the server knows its client.
    static let initialization: [UInt8] = [0x0D, 0x0D, 0x9B, 0xDA, 1, 2, 3, 4]

    var number: UInt32
    var isHarmless: Bool
    /// How long the server works on it, in milliseconds.
    var work: UInt32
    /// How many bytes the answer has besides the number, a multiple of four.
    var answerCount: UInt32
    var isAnswerPacked: Bool
    /// Whether the server answers with an error.
    var fails = false
    /// How many bytes follow in the call itself.
    var fillerCount: UInt32

    init(number: UInt32, detail: UInt64) {
        self.number = number
        isHarmless = detail & 3 != 0
        work = detail & 0x70 == 0 ? UInt32(detail >> 8 & 0x3FFF) : UInt32(detail >> 8 & 0xFF)
        answerCount = detail & 0x7_0000 == 0 ? 4 * UInt32(detail >> 20 & 0x1FF) : 16
        isAnswerPacked = detail & 0x80_0000_0000 != 0
        fillerCount = detail >> 40 & 15 == 0 ? 4 * UInt32(detail >> 44 & 0x3FF) : 4 * UInt32(detail >> 44 & 31)
    }

    init?(_ body: ArraySlice<UInt8>) {
        let words = body.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count & ~3, by: 4).prefix(5).map { index in
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            }
        }
        guard words.count == 5, words[0] == Self.constructor else { return nil }
        number = words[1]
        isHarmless = words[2] & 1 == 1
        isAnswerPacked = words[2] & 2 == 2
        fails = words[2] & 4 == 4
        work = words[3]
        answerCount = words[4]
        fillerCount = UInt32(body.count - 20)
    }

    var body: [UInt8] {
        Self.words([
            Self.constructor, number, (isHarmless ? 1 : 0) | (isAnswerPacked ? 2 : 0) | (fails ? 4 : 0), work,
            answerCount,
        ]) + [UInt8](repeating: 7, count: Int(fillerCount))
    }

    var answer: [UInt8] {
        Self.words([Self.answerConstructor, number]) + [UInt8](repeating: 9, count: Int(answerCount))
    }

    /// The number of the call that an object answers.
    static func number(answeredBy object: ArraySlice<UInt8>) -> UInt32? {
        guard object.count >= 8 else { return nil }
        return object.withUnsafeBytes { bytes in
            guard UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)) == answerConstructor else { return nil }
            return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        }
    }

    static func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { [UInt8]($0) } }
    }
}
