// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

@testable import FerogramSession

final class FileSessionStorageTests: XCTestCase {
    private let state = UpdateState(pts: 1, qts: 2, date: 3, seq: 4)

    private func open(_ path: String) async throws(SessionStorageError) -> SessionData {
        let storage = FileSessionStorage(path: path)
        let data = try await storage.open()
        await storage.close()
        return data
    }

    private func makeSession(_ folder: TemporaryFolder, _ changes: [SessionChange]) async throws {
        let storage = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage.open()
        try await storage.save(changes)
        await storage.close()
    }

    func testEverythingIsThereAgain() async throws {
        let folder = try TemporaryFolder()
        let data = try SessionSamples.full()
        let first = try await open(folder.file("a.session"))
        XCTAssertTrue(first.isEmpty)
        try await makeSession(folder, [.everything(data)])
        let second = try await open(folder.file("a.session"))
        XCTAssertEqual(second, data)
        XCTAssertEqual(try folder.names, ["a.session", "a.session.lock"])
        for name in try folder.names {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o600, name)
        }
    }

    func testALogThatOthersMayReadIsClosedToThem() async throws {
        let folder = try TemporaryFolder()
        let storage = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage.open()
        try await storage.save([.homeDataCenter(1)])
        let log = folder.file("a.session.log")
        XCTAssertTrue(
            FileManager.default.createFile(atPath: log, contents: nil, attributes: [.posixPermissions: 0o644]))
        try await storage.save([.updates(state)])
        let attributes = try FileManager.default.attributesOfItem(atPath: log)
        XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o600)
        await storage.close()
    }

    func testARejectedKeyStaysWhenAnotherTakesItsPlace() throws {
        var data = SessionData()
        let (old, new) = (try SessionSamples.key(1), try SessionSamples.key(2))
        data.apply(.rejectedKeys([old], dataCenter: 2))
        data.apply(.authKey(new, dataCenter: 2))
        XCTAssertEqual(data.dataCenter(2)?.rejectedKeys, [old])
        XCTAssertEqual(data.dataCenter(2)?.authKey, new)
    }

    func testEveryKindOfChangeSurvivesTheLogAndTheFile() async throws {
        let full = try SessionSamples.full()
        let changes: [SessionChange] =
            [
                .homeDataCenter(nil), .homeDataCenter(4), .isTest(true), .account(nil), .account(full.account),
                .updates(state), .updates(nil), .channel(5, pts: 6), .channel(7, pts: 8), .channel(5, pts: nil),
                .authKey(try SessionSamples.key(7), dataCenter: 9), .authKey(nil, dataCenter: 203),
                .salts(full.dataCenters[0].salts, dataCenter: 9), .isAuthorized(true, dataCenter: 9),
                .addresses(full.dataCenters[0].addresses, dataCenter: 9), .futureAuthTokens([[1]]),
                .peerRemoved(.user(8)), .everything(full), .updates(state), .serverFingerprints([1, -2, .max]),
                .rejectedKeys([try SessionSamples.key(8), try SessionSamples.key(9)], dataCenter: 9),
                .stateOwner(5_000_000_001), .stateOwner(nil), .stateOwner(7),
            ] + full.dataCenters.map { .dataCenter($0) } + full.peers.values.map { .peer($0) }
        let folder = try TemporaryFolder()
        let storage = FileSessionStorage(path: folder.file("a.session"))
        var expected = try await storage.open()
        for change in changes {
            try await storage.save([change])
            expected.apply(change)
        }
        await storage.close()
        let found = try await open(folder.file("a.session"))
        XCTAssertEqual(found, expected)
        // A log takes every change, though the storage writes some to the file at once.
        var logged = SessionData()
        let record = try XCTUnwrap(SessionLog.record(changes, generation: 1, index: 0))
        let bytes =
            SessionLog.header(generation: 1).withUnsafeBytes { Array($0) } + record.withUnsafeBytes { Array($0) }
        XCTAssertNotNil(try SessionLog.apply(bytes, generation: 1, to: &logged))
        XCTAssertEqual(logged, expected)
    }

    func testSmallChangesDoNotRewriteTheSession() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.everything(try SessionSamples.full())])
        let before = try folder.read("a.session")
        var storage: FileSessionStorage? = FileSessionStorage(path: folder.file("a.session"))
        var expected = try await XCTUnwrap(storage).open()
        for pts in 0..<10 as Range<Int32> {
            let change = SessionChange.channel(3, pts: pts)
            try await storage?.save([change])
            expected.apply(change)
        }
        XCTAssertEqual(try folder.read("a.session"), before)
        // The process ends without a word.
        storage = nil
        let found = try await open(folder.file("a.session"))
        XCTAssertEqual(found, expected)
        XCTAssertNotEqual(try folder.read("a.session"), before, "closing folds the log into the file")
        XCTAssertEqual(try folder.names, ["a.session", "a.session.lock"])
    }

    func testALongLogIsFoldedIntoTheFile() async throws {
        let folder = try TemporaryFolder()
        let storage = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage.open()
        try await storage.save([.homeDataCenter(1)])
        let name = String(repeating: "n", count: 100_000)
        for index in 0..<30 as Range<Int64> {
            try await storage.save([.peer(StoredPeer(id: .user(1), accessHash: index, usernames: [name]))])
        }
        let log = (try? folder.read("a.session.log").count) ?? 0
        XCTAssertLessThanOrEqual(log, SessionFiles.smallestFoldedLog + 200_000)
        await storage.close()
        let found = try await open(folder.file("a.session"))
        XCTAssertEqual(found.peers[.user(1)]?.accessHash, 29)
    }

    func testASecondOpenerInThisProcessIsRefused() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let first = FileSessionStorage(path: path)
        _ = try await first.open()
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: path)
        for round in 0..<2 {
            for other in [
                first, FileSessionStorage(path: path), FileSessionStorage(path: folder.path + "/./a.session"),
            ] {
                do {
                    _ = try await other.open()
                    XCTFail("it is in use")
                } catch {
                    guard case .inUse(_, let holder) = error else { return XCTFail("\(error)") }
                    XCTAssertTrue(holder.isThisProcess)
                    XCTAssertTrue("\(error)".contains("this process"), "\(error)")
                }
            }
            if round == 0 { try await first.save([.homeDataCenter(2)]) }
        }
        await first.close()
        let data = try await open(folder.file("link"))
        XCTAssertEqual(data.homeDataCenter, 2)
    }

    func testALinkIsFollowedNotReplaced() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.homeDataCenter(1)])
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("a.session"))
        let storage = FileSessionStorage(path: folder.file("link"))
        _ = try await storage.open()
        try await storage.save([.homeDataCenter(5)])
        await storage.close()
        XCTAssertNotNil(try? FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")))
        let data = try await open(folder.file("a.session"))
        XCTAssertEqual(data.homeDataCenter, 5)
    }

    func testALinkToNothingYetIsFollowedToo() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: false)
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "data/next")
        try files.createSymbolicLink(
            atPath: folder.file("data/next"), withDestinationPath: folder.file("data/a.session"))
        let storage = FileSessionStorage(path: folder.file("link"))
        _ = try await storage.open()
        try await storage.save([.homeDataCenter(5)])
        await storage.close()
        XCTAssertNotNil(try? files.destinationOfSymbolicLink(atPath: folder.file("link")))
        let data = try await open(folder.file("data/a.session"))
        XCTAssertEqual(data.homeDataCenter, 5)
        try files.createSymbolicLink(atPath: folder.file("ring"), withDestinationPath: "ring")
        do {
            _ = try await open(folder.file("ring"))
            XCTFail("opened")
        } catch {
            guard case .system(_, _, ELOOP) = error else { return XCTFail("\(error)") }
        }
    }

    func testADamagedFileIsAnErrorAndIsLeftAlone() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.homeDataCenter(2), .authKey(try SessionSamples.key(1), dataCenter: 2)])
        let bytes = try folder.read("a.session")
        var damaged: [[UInt8]] = bytes.indices.map { index in
            var copy = bytes
            copy[index] ^= 0x10
            return copy
        }
        damaged += bytes.indices.map { Array(bytes[..<$0]) }
        damaged.append(bytes + [0])
        for copy in damaged {
            try folder.write(copy, "a.session")
            do {
                _ = try await open(folder.file("a.session"))
                XCTFail("\(copy.count) bytes were accepted")
            } catch {
                switch error {
                case .damaged, .foreign, .unsupportedVersion: XCTAssertTrue("\(error)".contains("left as it is"))
                default: XCTFail("\(error)")
                }
            }
            XCTAssertEqual(try folder.read("a.session"), copy)
        }
        XCTAssertEqual(try folder.names, ["a.session", "a.session.lock"])
    }

    func testAFileOfAnotherKindIsAnErrorAndIsLeftAlone() async throws {
        let folder = try TemporaryFolder()
        for text in ["SQLite format 3\u{0}", "{}", "1ApWapzMBu5GZuN6z3", "\u{8}\u{2}\u{0}"] {
            try folder.write(Array(text.utf8), "a.session")
            do {
                _ = try await open(folder.file("a.session"))
                XCTFail("accepted")
            } catch {
                guard case .foreign = error else { return XCTFail("\(error)") }
            }
            XCTAssertEqual(try folder.read("a.session"), Array(text.utf8))
        }
        try FileManager.default.createDirectory(atPath: folder.file("d"), withIntermediateDirectories: false)
        do {
            _ = try await open(folder.file("d"))
            XCTFail("accepted")
        } catch {
            guard case .foreign = error else { return XCTFail("\(error)") }
        }
    }

    func testALogThatEndsTooEarlyIsAsBefore() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.homeDataCenter(2)])
        let files = try folder.read("a.session")
        var storage: FileSessionStorage? = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage?.open()
        var ends: [Int] = []
        for pts in 1...3 as ClosedRange<Int32> {
            try await storage?.save([.channel(1, pts: pts)])
            ends.append(try folder.read("a.session.log").count)
        }
        storage = nil
        let log = try folder.read("a.session.log")
        for length in 0...log.count {
            try folder.write(files, "a.session")
            try folder.write(Array(log[..<length]), "a.session.log")
            let complete = ends.filter { $0 <= length }.count
            var again: FileSessionStorage? = FileSessionStorage(path: folder.file("a.session"))
            let data = try await XCTUnwrap(again).open()
            XCTAssertEqual(data.channels[1], complete == 0 ? nil : Int32(complete), "\(length) bytes")
            // What comes next is not lost behind the rest of the record without an end.
            try await again?.save([.channel(2, pts: 9)])
            again = nil
            let after = try await open(folder.file("a.session"))
            XCTAssertEqual(after.channels[2], 9)
        }
    }

    func testADamagedRecordBeforeAGoodOneIsAnError() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.homeDataCenter(2)])
        var storage: FileSessionStorage? = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage?.open()
        try await storage?.save([.channel(1, pts: 1)])
        try await storage?.save([.channel(1, pts: 2)])
        storage = nil
        let log = try folder.read("a.session.log")
        var damaged = log
        damaged[SessionLog.headerLength + 20] ^= 1
        try folder.write(damaged, "a.session.log")
        do {
            _ = try await open(folder.file("a.session"))
            XCTFail("accepted")
        } catch {
            guard case .damaged(let path, _) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(path.hasSuffix(".log"))
        }
        XCTAssertEqual(try folder.read("a.session.log"), damaged)
        damaged = log
        damaged[0] ^= 1
        try folder.write(damaged, "a.session.log")
        do {
            _ = try await open(folder.file("a.session"))
            XCTFail("accepted")
        } catch {
            guard case .foreign = error else { return XCTFail("\(error)") }
        }
    }

    /// A process may end after it replaced the session and before it removed the log of the old one.
    func testALogOfAnOlderSessionDoesNotCount() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.homeDataCenter(2)])
        var storage: FileSessionStorage? = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage?.open()
        try await storage?.save([.channel(1, pts: 1)])
        storage = nil
        let log = try folder.read("a.session.log")
        try await makeSession(folder, [.channel(1, pts: 5), .homeDataCenter(3)])
        try folder.write(log, "a.session.log")
        let data = try await open(folder.file("a.session"))
        XCTAssertEqual(data.channels[1], 5)
        try await makeSession(folder, [.channel(2, pts: 6)])
        let after = try await open(folder.file("a.session"))
        XCTAssertEqual(after.channels, [1: 5, 2: 6])
    }

    func testASaveThatFailsLeavesTheOldSession() async throws {
        let folder = try TemporaryFolder()
        try await makeSession(folder, [.homeDataCenter(2)])
        let storage = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage.open()
        let before = try folder.read("a.session")
        // A folder is where the new session is to be written.
        try FileManager.default.createDirectory(
            atPath: folder.file("a.session.tmp"), withIntermediateDirectories: false)
        do {
            try await storage.save([.homeDataCenter(3)])
            XCTFail("saved")
        } catch {
            guard case .system("open", _, _) = error else { return XCTFail("\(error)") }
        }
        XCTAssertEqual(try folder.read("a.session"), before)
        // And one where the log should be.
        try FileManager.default.createDirectory(
            atPath: folder.file("a.session.log"), withIntermediateDirectories: false)
        do {
            try await storage.save([.channel(1, pts: 3)])
            XCTFail("saved")
        } catch {
            guard case .system("open", _, _) = error else { return XCTFail("\(error)") }
        }
        try FileManager.default.removeItem(atPath: folder.file("a.session.log"))
        try FileManager.default.removeItem(atPath: folder.file("a.session.tmp"))
        try await storage.save([.account(.init(userID: 1, isBot: false))])
        await storage.close()
        let data = try await open(folder.file("a.session"))
        XCTAssertEqual(data.homeDataCenter, 2, "what failed is not saved later, either")
        XCTAssertEqual(data.channels, [:])
        XCTAssertEqual(data.account?.userID, 1)
    }

    func testNothingIsWrittenThatCouldNotBeRead() async throws {
        let folder = try TemporaryFolder()
        let limit = 4096
        let storage = FileSessionStorage(path: folder.file("a.session"), sizeLimit: limit)
        _ = try await storage.open()
        try await storage.save([.homeDataCenter(2)])
        // States of one channel are small, but there are more of them than the log may hold.
        for pts in 0..<1000 as Range<Int32> { try await storage.save([.channel(1, pts: pts)]) }
        for name in try folder.names { XCTAssertLessThanOrEqual(try folder.read(name).count, limit, name) }
        let before = try folder.read("a.session")
        let large = SessionChange.peer(StoredPeer(id: .user(1), usernames: [String(repeating: "n", count: limit)]))
        for change in [[large], [large, .homeDataCenter(3)]] {
            do {
                try await storage.save(change)
                XCTFail("saved")
            } catch {
                guard case .tooLarge(_, let count, limit) = error else { return XCTFail("\(error)") }
                XCTAssertGreaterThan(count, limit)
            }
        }
        XCTAssertEqual(try folder.read("a.session"), before)
        try await storage.save([.channel(2, pts: 7)])
        await storage.close()
        let again = FileSessionStorage(path: folder.file("a.session"), sizeLimit: limit)
        let data = try await again.open()
        XCTAssertEqual(data.homeDataCenter, 2)
        XCTAssertEqual(data.channels, [1: 999, 2: 7])
        XCTAssertEqual(data.peers, [:])
        await again.close()
    }

    func testWhatIsMissingIsNamed() async throws {
        let folder = try TemporaryFolder()
        do {
            _ = try await open(folder.file("none/a.session"))
            XCTFail("opened")
        } catch {
            guard case .system(_, let path, ENOENT) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(path.contains("none"))
        }
        let storage = FileSessionStorage(path: folder.file("a.session"))
        do {
            try await storage.save([.homeDataCenter(1)])
            XCTFail("saved")
        } catch {
            guard case .notOpen = error else { return XCTFail("\(error)") }
        }
    }

    func testOverlappingSavesKeepTheirOrder() async throws {
        let folder = try TemporaryFolder()
        let storage = FileSessionStorage(path: folder.file("a.session"))
        _ = try await storage.open()
        await withTaskGroup(of: Void.self) { group in
            for channel in 0..<50 as Range<Int64> {
                group.addTask {
                    for pts in 1...5 as ClosedRange<Int32> { try? await storage.save([.channel(channel, pts: pts)]) }
                }
            }
        }
        await storage.close()
        let data = try await open(folder.file("a.session"))
        XCTAssertEqual(data.channels.count, 50)
        XCTAssertTrue(data.channels.values.allSatisfy { $0 == 5 })
    }

    func testFileSystemsOfOtherMachinesAreRecognised() {
        let mounts = """
            /dev/sda1 / ext4 rw 0 0
            server:/home /home nfs4 rw 0 0
            /dev/sdb1 /home/local ext4 rw 0 0
            //nas/x /mnt/my\\040share cifs rw 0 0
            """
        XCTAssertFalse(SessionPaths.isOnNetwork("/root", mounts: mounts))
        XCTAssertTrue(SessionPaths.isOnNetwork("/home/ann", mounts: mounts))
        XCTAssertFalse(SessionPaths.isOnNetwork("/home/local/x", mounts: mounts))
        XCTAssertFalse(SessionPaths.isOnNetwork("/homer", mounts: mounts))
        XCTAssertTrue(SessionPaths.isOnNetwork("/mnt/my share", mounts: mounts))
    }

    func testHostileBytesNeverTrap() throws {
        var generator = SeededGenerator(seed: 2)
        let full = try SessionSamples.full()
        let snapshot = SessionSnapshot(data: full, generation: 1).encoded().withUnsafeBytes { Array($0) }
        for _ in 0..<20_000 {
            // Without the header, so that the checksum does not keep the changes from being read.
            var bytes = Array(snapshot.dropFirst(64))
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            bytes.withUnsafeBytes { bytes in
                var data = SessionData()
                var reader = ByteReader(bytes)
                try? reader.applyChanges(to: &data)
            }
        }
    }
}
