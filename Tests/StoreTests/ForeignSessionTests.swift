// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
import FerogramSQLite
import FerogramSession
import FerogramSessionSupport
import Foundation
import XCTest

/// Session files of other libraries, which are databases; `.ci/sessions` lets those libraries themselves read and write them.
final class ForeignSessionTests: XCTestCase {
    private func session() throws -> SessionData {
        var data = SessionData()
        data.homeDataCenter = 2
        data.account = .init(userID: 5_000_000_001, isBot: false)
        let address = DataCenterAddress(host: "149.154.167.51", port: 443)
        data.dataCenters = [
            DataCenterEntry(id: 2, addresses: [address], authKey: try SessionSamples.key(1), isAuthorized: true)
        ]
        for peer in [
            StoredPeer(id: .user(7), accessHash: 8, traits: .bot, usernames: ["some_bot"], phone: nil),
            StoredPeer(id: .user(9), accessHash: -5, phone: "491701"),
            StoredPeer(id: .chat(11)),
            StoredPeer(id: .channel(12), accessHash: 13, traits: .megagroup, usernames: ["group"]),
        ] {
            data.peers[peer.id] = peer
        }
        return data
    }

    func testAFileForPyrogramIsReadAgain() throws {
        let folder = try TemporaryFolder()
        let data = try session()
        try data.writePyrogramFile(to: folder.file("a.session"), apiID: 5)
        XCTAssertEqual(try SessionData(pyrogramFileAt: folder.file("a.session")), data)
        XCTAssertEqual(try SessionData(databaseAt: folder.file("a.session")), data)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("a.session"))[.posixPermissions] as? Int
        XCTAssertEqual(mode.map { $0 & 0o077 }, 0)
    }

    func testAFileForTelethonIsReadAgain() throws {
        let folder = try TemporaryFolder()
        var data = try session()
        try data.writeTelethonFile(to: folder.file("a.session"))
        // Telethon knows neither whose the key is nor what kind a peer is.
        data.account = nil
        for id in data.peers.keys { data.peers[id]?.traits = [] }
        XCTAssertEqual(try SessionData(telethonFileAt: folder.file("a.session")), data)
        XCTAssertEqual(try SessionData(databaseAt: folder.file("a.session")), data)
    }

    func testAFileThatIsThereIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let data = try session()
        try data.writeTelethonFile(to: folder.file("a.session"))
        let before = try folder.read("a.session")
        XCTAssertThrowsError(try data.writePyrogramFile(to: folder.file("a.session"), apiID: 5))
        XCTAssertThrowsError(try data.writeTelethonFile(to: folder.file("a.session")))
        XCTAssertEqual(try folder.read("a.session"), before)
    }

    func testOtherFilesAreNone() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("no database at all, but long enough to be one".utf8), "text")
        let store = SQLiteStore(path: folder.file("store"))
        _ = try await store.commit(StoreBatch())
        await store.close()
        for name in ["text", "store", "missing"] {
            let path = folder.file(name)
            XCTAssertThrowsError(try SessionData(databaseAt: path), name)
            XCTAssertThrowsError(try SessionData(telethonFileAt: path), name)
            XCTAssertThrowsError(try SessionData(pyrogramFileAt: path), name)
            XCTAssertThrowsError(try SessionData(grammersDatabaseAt: path), name)
        }
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.file("missing")))
    }

    func testWhatIsMissingIsNamed() throws {
        let folder = try TemporaryFolder()
        var data = try session()
        data.account = nil
        XCTAssertThrowsError(try data.writePyrogramFile(to: folder.file("a"), apiID: 1)) { error in
            guard case .storage(let reason)? = error as? SessionStorageError else { return XCTFail("\(error)") }
            XCTAssertEqual(reason as? SessionExportError, .notLoggedIn)
        }
        XCTAssertThrowsError(try SessionData().writeTelethonFile(to: folder.file("a")))
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.file("a")))
    }
}
#endif
