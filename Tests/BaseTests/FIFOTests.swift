// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramBase

final class FIFOTests: XCTestCase {
    func testFIFO_behavesLikeAnArray() {
        var generator = SeededGenerator(seed: 3)
        var queue = FIFO<Int>()
        var model: [Int] = []
        for number in 0..<20_000 {
            switch Int.random(in: 0..<16, using: &generator) {
            case 0..<8:
                queue.append(number)
                model.append(number)
            case 8..<14:
                XCTAssertEqual(queue.popFirst(), model.isEmpty ? nil : model.removeFirst())
            case 14 where number.isMultiple(of: 7):
                queue.prepend([number, -number])
                model.insert(contentsOf: [number, -number], at: 0)
            case 14:
                let wanted = { (element: Int) in element.isMultiple(of: 5) }
                XCTAssertEqual(queue.contains(where: wanted), model.contains(where: wanted))
                XCTAssertEqual(
                    queue.remove(where: wanted), model.firstIndex(where: wanted).map { model.remove(at: $0) })
            case _ where number.isMultiple(of: 50):
                queue.filter { !$0.isMultiple(of: 3) }
                model.removeAll { $0.isMultiple(of: 3) }
            case _ where number.isMultiple(of: 101):
                XCTAssertEqual(queue.removeAll(), model)
                model = []
            default:
                break
            }
            XCTAssertEqual(queue.count, model.count)
            XCTAssertEqual(queue.isEmpty, model.isEmpty)
            XCTAssertEqual(queue.first, model.first)
        }
        XCTAssertEqual(queue.removeAll(), model)
    }

    func testFIFO_givesBackTheMemoryOfALongQueue() {
        var queue = FIFO<Int>()
        for number in 0..<10_000 { queue.append(number) }
        while queue.popFirst() != nil {}
        XCTAssertLessThanOrEqual(queue.elements.capacity, 64)
        // A short one keeps its own.
        for number in 0..<16 { queue.append(number) }
        let capacity = queue.elements.capacity
        while queue.popFirst() != nil {}
        XCTAssertEqual(queue.elements.capacity, capacity)
    }

    func testFIFO_growsOnceForWhatIsAnnounced() {
        var queue = FIFO<Int>()
        queue.append(0)
        queue.reserve(1_000)
        let capacity = queue.elements.capacity
        for number in 1...1_000 { queue.append(number) }
        XCTAssertEqual(queue.elements.capacity, capacity)
        XCTAssertEqual(queue.removeAll(), Array(0...1_000))
        // Many small additions do not copy everything each time.
        var copies = 0
        for number in 0..<10_000 {
            let before = queue.elements.capacity
            queue.reserve(1)
            queue.append(number)
            if queue.elements.capacity != before { copies += 1 }
        }
        XCTAssertLessThan(copies, 20)
    }

    func testFIFO_letsGoOfWhatWasTaken() {
        final class Token: Sendable {}
        var queue = FIFO<Token>()
        var token: Token? = Token()
        weak let observer = token
        if let token { queue.append(token) }
        queue.append(Token())
        token = nil
        XCTAssertNotNil(observer)
        _ = queue.popFirst()
        XCTAssertNil(observer)
        XCTAssertEqual(queue.count, 1)
    }
}
