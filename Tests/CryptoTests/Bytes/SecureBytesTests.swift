// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class SecureBytesTests: XCTestCase {
    func testEqualityIsThatOfTheBytes() {
        let secret = SecureBytes(copying: [1, 2, 3])
        XCTAssertEqual(secret, SecureBytes(copying: [0, 1, 2, 3][1...]))
        XCTAssertNotEqual(secret, SecureBytes(copying: [1, 2, 4]))
        XCTAssertNotEqual(secret, SecureBytes(copying: [1, 2]))
        XCTAssertEqual(SecureBytes(copying: []), SecureBytes(copying: []))
        XCTAssertEqual(secret.count, 3)
    }

    func testConstantTimeComparison() {
        XCTAssertTrue(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        XCTAssertTrue(ConstantTime.areEqual([UInt8](), [UInt8]()))
        XCTAssertFalse(ConstantTime.areEqual([1, 2, 3], [1, 2, 2]))
        XCTAssertFalse(ConstantTime.areEqual([3, 2, 3], [1, 2, 3]))
        XCTAssertFalse(ConstantTime.areEqual([1, 2, 3], [1, 2, 3, 0]))
    }

    func testASecretThatCannotBeMadeThrows() {
        struct Refused: Error {}
        XCTAssertThrowsError(try SecureBytes(count: 8) { (_) throws(Refused) in throw Refused() })
    }

    func testNothingPrintsTheSecret() {
        assertNeverPrints(SecureBytes(copying: Self.marker))
        assertNeverPrints([SecureBytes(copying: Self.marker)])
        assertNeverPrints(["key": SecureBytes(copying: Self.marker)])
    }

    /// The allocator hands freed memory out again, so a wiped block can be seen through the next block of its size.
    ///
    /// Under the address sanitizer no block comes back at once, and there is nothing to see.
    func testMemoryIsWipedWhenTheLastOwnerGoes() throws {
        var observed = false
        for count in [512, 1024, 2048, 4096] {
            var address = UInt(0)
            do {
                let secret = SecureBytes(copying: [UInt8](repeating: 0xA5, count: count))
                let copy = secret
                address = copy.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
            }
            let next = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
            defer { next.deallocate() }
            guard UInt(bitPattern: next.baseAddress) == address else { continue }
            observed = true
            // The allocator keeps addresses of its own at both ends of a free block, of which a byte may be this one.
            XCTAssertFalse(next[64..<count - 64].contains(0xA5), "a block of \(count) bytes kept its secret")
        }
        try XCTSkipUnless(observed, "the allocator gave no freed block back")
    }

    static let marker = [UInt8]("SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECR".utf8)
}

/// Fails if any of Swift's ways to print shows the marker's text, its numbers or its digits.
func assertNeverPrints(_ value: Any, file: StaticString = #filePath, line: UInt = #line) {
    var dumped = ""
    dump(value, to: &dumped)
    let mirrored = Mirror(reflecting: value).children.map { "\($0.label ?? "") \($0.value)" }.joined()
    let outputs = [
        "\(value)", String(describing: value), String(reflecting: value), dumped, mirrored,
    ]
    for output in outputs {
        for forbidden in ["SECRET", "83, 69, 67", "534543", "53 45 43", "- 83"] {
            XCTAssertFalse(output.contains(forbidden), "printed: \(output)", file: file, line: line)
        }
    }
}
