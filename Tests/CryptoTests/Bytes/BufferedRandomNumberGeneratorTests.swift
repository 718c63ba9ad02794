// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramCrypto

final class BufferedRandomNumberGeneratorTests: XCTestCase {
    /// Counts up, and keeps an eye on the buffer.
    private final class Source {
        var calls = 0
        var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        private var next: UInt64 = 1

        func fill(_ target: UnsafeMutableRawBufferPointer) {
            calls += 1
            buffer = target
            for index in target.bindMemory(to: UInt64.self).indices {
                target.storeBytes(of: next, toByteOffset: index * 8, as: UInt64.self)
                next += 1
            }
        }

        var stored: Set<UInt64> { Set(buffer.bindMemory(to: UInt64.self)) }
    }

    func testEachNumberIsGivenOutOnce() {
        let source = Source()
        let generator = BufferedRandomNumberGenerator(refill: source.fill)
        XCTAssertEqual(source.calls, 0)
        let drawn = (0..<BufferedRandomNumberGenerator.capacity * 3).map { _ in generator.next() }
        XCTAssertEqual(Set(drawn), Set(1...UInt64(drawn.count)))
        XCTAssertEqual(source.calls, 3)
    }

    func testWhatWasGivenOutIsWiped() {
        let source = Source()
        let generator = BufferedRandomNumberGenerator(refill: source.fill)
        for count in 1...BufferedRandomNumberGenerator.capacity {
            let number = generator.next()
            XCTAssertFalse(source.stored.contains(number), "number \(count)")
        }
        XCTAssertEqual(source.stored, [0])
        withExtendedLifetime(generator) {}
    }

    func testCopiesContinueEachOther() {
        var first = BufferedRandomNumberGenerator()
        var second = first
        let numbers = (0..<100).flatMap { _ in [first.next(), second.next()] }
        XCTAssertEqual(Set(numbers).count, 200)
        XCTAssertNotEqual(first.bytes(count: 32), second.bytes(count: 32))
    }

    func testGeneratorsAreIndependent() {
        let (first, second) = (BufferedRandomNumberGenerator(), BufferedRandomNumberGenerator())
        let numbers = (0..<100).flatMap { _ in [first.next(), second.next()] }
        XCTAssertEqual(Set(numbers).count, 200)
    }
}
