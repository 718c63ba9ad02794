// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import XCTest

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
