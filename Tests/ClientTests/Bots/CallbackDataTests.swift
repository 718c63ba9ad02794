// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import Ferogram

private enum Vote: CallbackData, Equatable {
    case yes(poll: Int)
    case no(poll: Int)
}

private enum ShortVote: CallbackData, Equatable {
    case yes(poll: Int)
    case no(poll: Int)

    enum CodingKeys: String, CodingKey {
        case yes = "y"
        case no = "n"
    }
}

private enum Simple: CallbackData, Equatable {
    case next
    case back
}

private enum Plain: String, CallbackData {
    case yes = "y"
    case no = "n"
}

private enum Menu: CallbackData, Equatable {
    enum Kind: String, Codable { case films, music }

    case open(Kind, page: Int)
    case buy(item: Int, count: UInt8, note: String?)
    case at(Date)
    case id(UUID)
    case list([Int16])
    case number(Double)
}

/// Menu as a newer version of the program has it.
private enum NewerMenu: CallbackData, Equatable {
    static let callbackTag = "Menu"

    case added
    case buy(item: Int, count: UInt8, note: String?, discount: Int?)
    case open(Menu.Kind, page: Int)
}

private struct Pair: CallbackData, Equatable {
    var first: Int32
    var second: Int32?
    var third: Bool
}

private struct Endless: CallbackData {
    var more: [Endless]
}

final class CallbackDataTests: XCTestCase {
    private func check<Value: CallbackData & Equatable>(
        _ value: Value, bytes: Int, file: StaticString = #filePath, line: UInt = #line
    ) throws {
        let packed = try value.packed()
        XCTAssertEqual(packed.count, bytes, file: file, line: line)
        XCTAssertEqual(try Value(packed: packed), value, file: file, line: line)
    }

    func testValuesAreSmallAndComeBack() throws {
        try check(Vote.yes(poll: 12), bytes: 7)
        try check(Vote.no(poll: 7_000_000_000), bytes: 10)
        try check(ShortVote.yes(poll: 12), bytes: 5)
        try check(Simple.next, bytes: 7)
        try check(Plain.yes, bytes: 4)
        try check(Menu.open(.films, page: 3), bytes: 14)
        try check(Menu.buy(item: .max, count: 2, note: "red"), bytes: 22)
        try check(Menu.buy(item: -1, count: 0, note: nil), bytes: 9)
        try check(Menu.at(Date(timeIntervalSinceReferenceDate: 800_000_000)), bytes: 10)
        try check(Menu.id(UUID()), bytes: 21)
        try check(Menu.list([1, -2, .min]), bytes: 13)
        try check(Menu.number(-0.5), bytes: 18)
        try check(Menu.number(-0.0), bytes: 18)
        try check(Pair(first: -1, second: nil, third: true), bytes: 5)
        try check(Pair(first: .max, second: .min, third: false), bytes: 14)
    }

    func testDataOfAnotherKindIsNone() throws {
        XCTAssertNil(try Simple(packed: try Vote.yes(poll: 1).packed()))
        XCTAssertNil(try Simple(packed: Array("plain text".utf8)))
        XCTAssertNil(try Simple(packed: []))
    }

    func testOldButtonsAreReadOrSaidToBeOutdated() throws {
        // A case that stays, one with a value more, and one that is gone.
        let newer: NewerMenu? = try NewerMenu(packed: try Menu.open(.music, page: 2).packed())
        XCTAssertEqual(newer, .open(.music, page: 2))
        let longer = try NewerMenu(packed: try Menu.buy(item: 1, count: 2, note: nil).packed())
        XCTAssertEqual(longer, .buy(item: 1, count: 2, note: nil, discount: nil))
        XCTAssertThrowsError(try NewerMenu(packed: try Menu.number(1).packed())) { error in
            guard case CallbackDataError.outdated = error else { return XCTFail("\(error)") }
        }
        XCTAssertThrowsError(try Vote(packed: try Vote.yes(poll: 1).packed() + [0])) { error in
            XCTAssertEqual(error as? CallbackDataError, .outdated("1 bytes are left over"))
        }
    }

    func testWhatDoesNotFitIsRefusedWhenItIsSent() async throws {
        let long = Menu.buy(item: 1, count: 1, note: String(repeating: "x", count: 60))
        XCTAssertThrowsError(try long.packed()) { error in
            XCTAssertEqual(error as? CallbackDataError, .tooLong(type: "Menu", bytes: 70))
        }
        let invoker = RecordingInvoker([])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        do {
            _ = try await client.sendMessage(
                to: Sample.user, "x".keyboard(.inline([[.callback("Buy", long)]])))
            XCTFail("it was sent")
        } catch {
            XCTAssertTrue("\(error)".contains("Menu takes 70 bytes; a button carries at most 64"), "\(error)")
        }
        XCTAssertTrue(invoker.calls.isEmpty)
    }

    /// Damaged data end in an error or another value, never in a trap.
    func testDamagedDataNeverTrap() throws {
        let samples: [[UInt8]] = try [
            Menu.open(.films, page: 3).packed(), Menu.buy(item: 5, count: 2, note: "red").packed(),
            Menu.list([1, 2, 3]).packed(), Menu.id(UUID()).packed(), Menu.number(0.1).packed(),
        ]
        let endless = Endless.callbackPrefix
        var random = SeededGenerator(seed: 4)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            var bytes = samples[Int(random.next() % UInt64(samples.count))]
            for _ in 0...(random.next() % 3) {
                let place = 2 + Int(random.next() % UInt64(bytes.count - 2))
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count - 2))) }
            do {
                if try Menu(packed: bytes) != nil { read += 1 }
            } catch { refused += 1 }
            _ = try? Endless(packed: endless + bytes)
        }
        XCTAssertGreaterThan(read, 100)
        XCTAssertGreaterThan(refused, 10_000)
        XCTAssertThrowsError(try Endless(packed: endless + [UInt8](repeating: 1, count: 10_000)))
    }
}
