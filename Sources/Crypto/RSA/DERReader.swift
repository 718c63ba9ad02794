// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads the few shapes of DER (X.690) that RSA keys are written in.
struct DERReader {
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let sequence: UInt8 = 0x30

    private var rest: UnsafeRawBufferPointer

    /// - Parameter bytes: Must stay valid while the reader and the parts it gives are used.
    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }
    var nextTag: UInt8? { rest.first }

    /// Reads an element and gives its content.
    mutating func element(_ tag: UInt8) throws(CryptoError) -> UnsafeRawBufferPointer {
        guard rest.first == tag else { throw CryptoError(.rsaKeyEncoding, "another element was expected") }
        take(1)
        let length = try length()
        guard length <= rest.count else { throw CryptoError(.rsaKeyEncoding, "an element is cut off") }
        return take(length)
    }

    /// Reads an INTEGER that is not negative, and gives it without its leading zero.
    mutating func unsignedInteger() throws(CryptoError) -> UnsafeRawBufferPointer {
        let content = try element(Self.integer)
        guard let first = content.first, first < 0x80 else {
            throw CryptoError(.rsaKeyEncoding, "a number is empty or negative")
        }
        return UnsafeRawBufferPointer(rebasing: content[(first == 0 ? 1 : 0)...])
    }

    func expectEnd() throws(CryptoError) {
        guard isAtEnd else { throw CryptoError(.rsaKeyEncoding, "\(rest.count) bytes follow") }
    }

    private mutating func length() throws(CryptoError) -> Int {
        guard let first = rest.first else { throw CryptoError(.rsaKeyEncoding, "a length is missing") }
        take(1)
        guard first >= 0x80 else { return Int(first) }
        let count = Int(first & 0x7F)
        guard (1...2).contains(count), count <= rest.count else {
            throw CryptoError(.rsaKeyEncoding, "a length is out of range")
        }
        return take(count).reduce(0) { $0 << 8 | Int($1) }
    }

    @discardableResult
    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return taken
    }
}
