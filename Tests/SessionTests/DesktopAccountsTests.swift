// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import Foundation
import XCTest

final class DesktopAccountsTests: XCTestCase {
    private func session(_ seed: UInt64, user: Int64, home: Int = 2) throws -> SessionData {
        var data = SessionData()
        data.homeDataCenter = home
        data.account = .init(userID: user, isBot: false)
        data.dataCenters = [
            DataCenterEntry(id: home, authKey: try SessionSamples.key(seed), isAuthorized: true),
            DataCenterEntry(id: home + 1, authKey: try SessionSamples.key(seed + 1)),
        ]
        return data
    }

    func testWhatIsWrittenIsReadAgain() throws {
        for passcode in ["", "1234", "пароль"] {
            let folder = try TemporaryFolder()
            let sessions = [try session(1, user: 77), try session(3, user: 5_000_000_001, home: 4)]
            try DesktopAccounts.write(sessions, to: folder.file("tdata"), passcode: passcode)
            let read = try DesktopAccounts(path: folder.file("tdata"), passcode: passcode)
            XCTAssertEqual(read.accounts, sessions)
            XCTAssertEqual(read.activeIndex, 0)
            for name in ["", "/key_datas", "/D877F783D5D3EF8Cs", "/D877F783D5D3EF8C/maps", "/A7FDF864FBC10B77s"] {
                let path = folder.file("tdata" + name)
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                XCTAssertEqual(mode.map { $0 & 0o077 }, 0, name)
            }
        }
    }

    func testAWrongPasscodeIsSaid() throws {
        let folder = try TemporaryFolder()
        try DesktopAccounts.write([try session(1, user: 77)], to: folder.file("tdata"), passcode: "1234")
        for passcode in ["", "1235"] {
            XCTAssertThrowsError(try DesktopAccounts(path: folder.file("tdata"), passcode: passcode)) { error in
                guard case .damaged(_, let reason)? = error as? SessionStorageError else { return XCTFail("\(error)") }
                XCTAssertEqual(reason.code, .passcodeWrong)
                XCTAssertTrue("\(error)".contains("the passcode is wrong or missing"), "\(error)")
            }
        }
    }

    func testWhatCannotBeThereIsRefused() throws {
        let folder = try TemporaryFolder()
        var bot = try session(1, user: 77)
        bot.account?.isBot = true
        var test = try session(1, user: 77)
        test.isTest = true
        let rows: [(SessionData, SessionExportError)] = [
            (bot, .notForDesktop), (test, .notForDesktop), (SessionData(), .notLoggedIn),
        ]
        for (session, expected) in rows {
            XCTAssertThrowsError(try DesktopAccounts.write([session], to: folder.file("no"))) { error in
                guard case .storage(let reason)? = error as? SessionStorageError else { return XCTFail("\(error)") }
                XCTAssertEqual(reason as? SessionExportError, expected)
            }
        }
        XCTAssertThrowsError(try DesktopAccounts.write([], to: folder.file("no")))
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.file("no")))
        try folder.write([1], "file")
        XCTAssertThrowsError(try DesktopAccounts.write([try session(1, user: 77)], to: folder.file("file")))
        XCTAssertEqual(try folder.read("file"), [1])
    }

    func testAnAccountThatIsMissingIsLeftOut() throws {
        let folder = try TemporaryFolder()
        let sessions = [try session(1, user: 77), try session(3, user: 78)]
        try DesktopAccounts.write(sessions, to: folder.file("tdata"))
        try FileManager.default.removeItem(atPath: folder.file("tdata/D877F783D5D3EF8Cs"))
        let read = try DesktopAccounts(path: folder.file("tdata"))
        XCTAssertEqual(read.accounts, [sessions[1]])
        XCTAssertNil(read.activeIndex)
    }

    func testHostileBytesNeverTrap() throws {
        let folder = try TemporaryFolder()
        try DesktopAccounts.write([try session(1, user: 77)], to: folder.file("tdata"))
        var generator = SeededGenerator(seed: 5)
        for name in ["tdata/key_datas", "tdata/D877F783D5D3EF8Cs"] {
            let good = try folder.read(name)
            for _ in 0..<300 {
                var bytes = good
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
                if Bool.random(using: &generator) { bytes.removeLast(index) }
                try folder.write(bytes, name)
                XCTAssertThrowsError(try DesktopAccounts(path: folder.file("tdata")), "\(index)")
            }
            try folder.write(good, name)
        }
    }
}
