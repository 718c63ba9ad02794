// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The protocol of the connections' benchmarks: a request of 104 bytes names the size of its answer.
///
/// Both go in the abridged framing. The first word of a request is the size, the next two are its number; the answer
/// begins with the number.
enum EchoProtocol {
    static let requestSize = 104
    static let smallAnswer = 200
    static let largeAnswer = 512 << 10

    /// Writes a request.
    static func request(_ number: UInt64, answerSize: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: requestSize)
        bytes.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: UInt32(answerSize).littleEndian, as: UInt32.self)
            bytes.storeBytes(of: number.littleEndian, toByteOffset: 4, as: UInt64.self)
        }
        return bytes
    }

    /// The number at the beginning of an answer.
    static func number(of answer: [UInt8]) -> UInt64? {
        answer.count < 8 ? nil : answer.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    }

    /// Appends the header of a frame.
    static func appendHeader(_ size: Int, to bytes: inout [UInt8]) {
        let words = size / 4
        if words < 127 {
            bytes.append(UInt8(words))
        } else {
            bytes += [0x7F, UInt8(words & 255), UInt8(words >> 8 & 255), UInt8(words >> 16 & 255)]
        }
    }

    /// How many bytes an answer has on the wire.
    static func wireSize(_ size: Int) -> Int { size + (size / 4 < 127 ? 1 : 4) }
}
