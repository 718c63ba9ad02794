// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import Ferogram

final class QRCodeTests: XCTestCase {
    func testTheSizeFollowsTheLength() throws {
        // Capacities of the standard for bytes at level M.
        let capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412]
        for (index, capacity) in capacities.enumerated() {
            let fitting = try XCTUnwrap(QRCode(String(repeating: "a", count: capacity)))
            XCTAssertEqual(fitting.size, 21 + 4 * index)
            let next = QRCode(String(repeating: "a", count: capacity + 1))
            XCTAssertEqual(next?.size, index == 14 ? nil : 25 + 4 * index)
        }
        XCTAssertEqual(QRCode.maximumByteCount, capacities.last)
    }

    func testTheFinderPatternsAreThere() throws {
        let code = try XCTUnwrap(QRCode("tg://login?token=AQID"))
        let finder = [
            "1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111",
        ]
        for (row, column) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
            for (y, line) in finder.enumerated() {
                let found = (0..<7).map { code[row + y, column + $0] ? "1" : "0" }.joined()
                XCTAssertEqual(found, line)
            }
        }
        XCTAssertFalse(code[-1, 0])
        XCTAssertFalse(code[0, code.size])
    }

    func testThePictureHasTwoRowsInALine() throws {
        let code = try XCTUnwrap(QRCode("tg://login?token=AQID"))
        let lines = code.terminalPicture(margin: 2).split(separator: "\n")
        XCTAssertEqual(lines.count, (code.size + 4 + 1) / 2)
        XCTAssertTrue(lines.allSatisfy { $0.count == code.size + 4 })
        for (index, line) in lines.enumerated() {
            for (column, character) in line.enumerated() {
                let (row, place) = (index * 2 - 2, column - 2)
                let isUpperLight = !code[row, place]
                XCTAssertEqual("\u{2588}\u{2580}".contains(character), isUpperLight, "\(row) \(place)")
            }
        }
        XCTAssertNotEqual(code.terminalPicture(), code.terminalPicture(isInverted: true))
    }

    func testACodeIsTheSameAsOtherLibrariesMake() throws {
        let code = try XCTUnwrap(QRCode("HELLO ferogram"))
        let rows = code.rows.map { $0.map { $0 ? "1" : "0" }.joined() }
        XCTAssertEqual(rows, Self.expected)
    }

    private static let expected: [String] = [
        "111111100000101111111",
        "100000100101101000001",
        "101110101000001011101",
        "101110101011101011101",
        "101110101010101011101",
        "100000101110101000001",
        "111111101010101111111",
        "000000001111100000000",
        "101111100101001111100",
        "001011000010010111100",
        "100101110011110001110",
        "111011001011110111100",
        "011010111010111000101",
        "000000001100000111000",
        "111111100001101000110",
        "100000101000010101101",
        "101110101110101100111",
        "101110101001011111000",
        "101110101111111100100",
        "100000100001010011100",
        "111111101001101010110",
    ]
}
