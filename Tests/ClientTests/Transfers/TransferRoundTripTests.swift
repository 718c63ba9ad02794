// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

/// Files that go to a server and come back.
final class TransferRoundTripTests: XCTestCase {
    private static let cdnKey = Task { try await LocalServer.makeKey() }

    /// A folder that is gone after the test.
    private func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }

    /// A person with a client, who is the only one to hear of what is sent to "me".
    private static func makePerson(
        _ local: LocalClients, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> (TelegramClient, LocalPerson) {
        let person = try local.server.addPerson("Ann")
        let client = try await change(local.builder).connect()
        guard case .codeRequired(let code) = try await client.requestLoginCode(for: person.phone) else {
            throw CancellationError()
        }
        _ = try await client.signIn(with: code, code: person.loginCode)
        return (client, person)
    }

    func testWhatAPersonSendsIsDownloadedInAllForms() async throws {
        let folder = try makeFolder()
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let bytes = SampleFile.content(3_000_001)
            try await ann.sendFile(bytes, name: "../secret/film.bin", to: bot)
            let message = try await Self.message(of: client)
            let document = try XCTUnwrap(message.document)
            XCTAssertEqual(document.size, 3_000_001)
            XCTAssertEqual(document.fileName, "../secret/film.bin")
            // To memory.
            let data = try await client.download(document).value
            XCTAssertEqual(Array(data), bytes)
            // A range that fits no piece.
            var options = TransferOptions()
            options.range = 1_000_001..<2_000_003
            let part = try await client.download(document, options: options).value
            XCTAssertEqual(Array(part), Array(bytes[1_000_001..<2_000_003]))
            // To a folder: under a name that leads nowhere.
            let file = try await message.download(to: folder).value
            XCTAssertEqual(file.lastPathComponent, "film.bin")
            XCTAssertEqual(file.deletingLastPathComponent().standardizedFileURL.path, folder.standardizedFileURL.path)
            XCTAssertEqual(Array(try Data(contentsOf: file)), bytes)
            // Once more, beside it.
            options = TransferOptions()
            options.overwrites = false
            let second = try await message.download(to: folder, options: options).value
            XCTAssertEqual(second.lastPathComponent, "film (2).bin")
            XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path).count, 2)
            // To a folder that is not there.
            do {
                _ = try await message.download(to: folder.appending(path: "missing/film.bin")).value
                XCTFail("there is no such folder")
            } catch TransferError.file(let failure) {
                XCTAssertTrue("\(failure)".contains("missing/ does not exist; create it first"), "\(failure)")
            }
            // Piece by piece.
            var chunks: [UInt8] = []
            for try await chunk in client.chunks(of: document, from: 2_999_000) { chunks += chunk }
            XCTAssertEqual(chunks, Array(bytes[2_999_000...]))
            await client.disconnect()
        }
    }

    private static func message(of client: TelegramClient) async throws -> Message {
        for await update in client.updates {
            if case .message(let message) = update { return message }
        }
        throw CancellationError()
    }

    func testUploadsOfAllSizesArrive() async throws {
        let folder = try makeFolder()
        try await within(.seconds(120)) {
            let local = try await LocalClients()
            let (client, person) = try await Self.makePerson(local)
            for size in [1, 1_000, 131_072, 131_073, 1_048_577, 10 << 20, (10 << 20) + 1, 15_000_007] {
                let bytes = SampleFile.content(size, seed: UInt64(size))
                let path = folder.appending(path: "\(size).bin")
                try Data(bytes).write(to: path)
                for file in [InputFile(.path(path.path)), .data(bytes, name: "a.bin"), Self.stream(bytes, size: nil)] {
                    let uploaded = try await client.upload(file).value
                    XCTAssertEqual(uploaded.size, Int64(size))
                    let content = try local.server.core.perform { engine throws(RPCFailure) in
                        try engine.world.uploaded(uploaded.tl, of: person.id).content
                    }
                    XCTAssertEqual(content.read(at: 0, count: size), bytes, "\(size) bytes")
                }
            }
            await client.disconnect()
        }
    }

    private static func stream(_ bytes: [UInt8], size: Int64?) -> InputFile {
        let pieces = stride(from: 0, to: bytes.count, by: 100_003).map {
            Array(bytes[$0..<min($0 + 100_003, bytes.count)])
        }
        return .stream(AsyncStream(pieces), name: "stream.bin", size: size)
    }

    func testEmptyAndTooLargeFilesAreRefusedBeforeTheFirstByte() async throws {
        let folder = try makeFolder()
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await Self.makePerson(local)
            do {
                _ = try await client.upload(.data([UInt8](), name: "a")).value
                XCTFail("an empty file was sent")
            } catch {
                guard case .empty = error as? TransferError else { return XCTFail("\(error)") }
            }
            let path = folder.appending(path: "huge")
            let file = try DiskFile(writing: path.path, isNew: true)
            try file.truncate(to: 8_000 * 524_288 + 1)
            do {
                _ = try await client.upload(.path(path.path)).value
                XCTFail("a file that is too large was sent")
            } catch {
                guard case .tooLarge(let size, let limit) = error as? TransferError else { return XCTFail("\(error)") }
                XCTAssertEqual(size, 4_194_304_001)
                XCTAssertGreaterThan(size, limit)
            }
            XCTAssertNil(local.server.report().calls["upload.saveBigFilePart"])
            await client.disconnect()
        }
    }

    func testProgressNeverGoesBackAndEndsWithTheWhole() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            try await ann.sendFile(SampleFile.content(6_000_000), name: "a", to: bot)
            let message = try await Self.message(of: client)
            let transfer = client.download(try XCTUnwrap(message.media))
            var last: Int64 = 0
            var end: TransferProgress?
            for await progress in transfer.progress {
                XCTAssertGreaterThanOrEqual(progress.completed, last)
                last = progress.completed
                end = progress
            }
            XCTAssertEqual(end?.completed, 6_000_000)
            XCTAssertEqual(end?.total, 6_000_000)
            XCTAssertEqual(end?.fraction, 1)
            _ = try await transfer.value
            await client.disconnect()
        }
    }

    func testATransferIsPausedAndCancelled() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let bytes = SampleFile.content(20_000_000)
            try await ann.sendFile(bytes, name: "a", to: bot)
            let message = try await Self.message(of: client)
            let paused = client.download(try XCTUnwrap(message.media))
            paused.pause()
            XCTAssertTrue(paused.isPaused)
            // What is under way comes in; then nothing more does.
            try await until { client.core.files.budget.used == 0 }
            let before = paused.currentProgress.completed
            XCTAssertLessThan(before, 20_000_000)
            paused.resume()
            let data = try await paused.value
            XCTAssertEqual(Array(data), bytes)
            let cancelled = client.download(try XCTUnwrap(message.media))
            cancelled.cancel()
            do {
                _ = try await cancelled.value
                XCTFail("a cancelled transfer has a value")
            } catch {
                XCTAssertTrue((error as? TransferError)?.isCancellation == true)
            }
            // The task that waits cancels it too.
            let media = try XCTUnwrap(message.media)
            let waiting = Task { try await client.download(media).value }
            waiting.cancel()
            let outcome = await waiting.result
            XCTAssertThrowsError(try outcome.get()) { error in
                XCTAssertTrue((error as? TransferError)?.isCancellation == true)
            }
            try await until { client.core.files.budget.used == 0 }
            await client.disconnect()
        }
    }

    func testManyTransfersAtOnceAllEnd() async throws {
        try await within(.seconds(120)) {
            let local = try await LocalClients()
            var limits = TransferLimits()
            // Room for two parts at a time.
            limits.memory = 1 << 20
            let (client, person) = try await Self.makePerson(local) { [limits] in $0.transferLimits(limits) }
            let bytes = SampleFile.content(1_500_000)
            let message = try await client.sendDocument(to: "me", .data(bytes, name: "a.bin"))
            let media = try XCTUnwrap(message.media)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask { Array(try await client.download(media).value) == bytes }
                    group.addTask {
                        let file = InputFile.data(bytes, name: "\(number).bin")
                        let uploaded = try await client.upload(
                            number.isMultiple(of: 2) ? file : Self.stream(bytes, size: nil)
                        ).value
                        let content = try local.server.core.perform { engine throws(RPCFailure) in
                            try engine.world.uploaded(uploaded.tl, of: person.id).content
                        }
                        return content.read(at: 0, count: bytes.count) == bytes
                    }
                }
                for try await isRight in group { XCTAssertTrue(isRight) }
            }
            XCTAssertEqual(client.core.files.budget.used, 0)
            await client.disconnect()
        }
    }

    func testWhoReadsSlowlyKeepsNobodyWaiting() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, _) = try await Self.makePerson(local)
            let bytes = SampleFile.content(6_000_000)
            let message = try await client.sendDocument(to: "me", .data(bytes, name: "a.bin"))
            let media = try XCTUnwrap(message.media)
            var slow: [FileChunks.AsyncIterator] = []
            for _ in 0..<3 {
                var reader = client.chunks(of: media).makeAsyncIterator()
                let first = try await reader.next()
                XCTAssertEqual(first.map { Array($0) }, Array(bytes.prefix(first?.count ?? 0)))
                slow.append(reader)
            }
            for _ in 0..<5 {
                let data = try await client.download(media).value
                XCTAssertEqual(Array(data), bytes)
            }
            XCTAssertEqual(slow.count, 3)
            await client.disconnect()
        }
    }

    // MARK: Faults

    func testAnExpiredReferenceIsRefreshedInTheMiddle() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let bytes = SampleFile.content(5_000_000)
            let sent = try await ann.sendFile(bytes, name: "a", to: bot)
            let message = try await Self.message(of: client)
            local.server.expireFileReference(of: sent, at: 2_000_000)
            let data = try await client.download(try XCTUnwrap(message.media)).value
            XCTAssertEqual(Array(data), bytes)
            XCTAssertEqual(local.server.report().calls["messages.getMessages"], 1)
            // The new one is known from then on.
            _ = try await client.download(try XCTUnwrap(message.media)).value
            XCTAssertEqual(local.server.report().calls["messages.getMessages"], 1)
            // A message that is gone has no file to give.
            local.server.expireFileReferences()
            await ann.delete(sent)
            do {
                _ = try await client.download(try XCTUnwrap(message.media)).value
                XCTFail("a file of a deleted message was downloaded")
            } catch {
                guard case .mediaChanged = error as? TransferError else { return XCTFail("\(error)") }
            }
            await client.disconnect()
        }
    }

    func testAnExpiredReferenceIsRefreshedWhenAFileIsSentAgain() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            try await ann.sendFile(SampleFile.content(1_000), name: "a.bin", to: bot)
            let message = try await Self.message(of: client)
            local.server.expireFileReferences()
            let attachment = FileAttachment(try XCTUnwrap(message.document))
            let media = try await client.core.inputMedia(attachment)
            _ = try await client.core.call(message.chatID) { peer in
                TL.messages.SendMedia(peer: peer, media: media, message: "again", randomID: 5)
            }
            let received = try await ann.expect(.text("again"))
            XCTAssertEqual(ann.file(of: received)?.size, 1_000)
            await client.disconnect()
        }
    }

    func testAPartThatTheServerMissesIsSentAgain() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            try await ann.send("hello", to: bot)
            let message = try await Self.message(of: client)
            let bytes = SampleFile.content(3_000_000)
            let uploaded = try await client.upload(.data(bytes, name: "a.bin")).value
            local.server.loseUploadedPart(2)
            local.server.loseUploadedPart(4)
            let media = try await client.core.inputMedia(.document(uploaded))
            _ = try await client.core.call(message.chatID) { peer in
                TL.messages.SendMedia(peer: peer, media: media, message: "file", randomID: 5)
            }
            let received = try await ann.expect(.text("file"))
            XCTAssertEqual(ann.file(of: received)?.bytes, bytes)
            XCTAssertEqual(local.server.report().calls["upload.saveFilePart"], 8)
            await client.disconnect()
        }
    }

    func testAFileAtAnotherDataCentreIsFollowed() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let bytes = SampleFile.content(3_000_000)
            let sent = try await ann.sendFile(bytes, name: "a", to: bot)
            let message = try await Self.message(of: client)
            local.server.moveFile(of: sent, to: 2)
            let data = try await client.download(try XCTUnwrap(message.media)).value
            XCTAssertEqual(Array(data), bytes)
            await client.disconnect()
        }
    }

    /// What goes wrong with the transfers of one seed; all of them have packets lost and delayed, connections cut, floods,
    /// errors, and a file reference that expires in the middle.
    private struct Trouble {
        let size: Int
        let moves: Bool
        let restarts: Bool
        let forgetsSessions: Bool
        /// What goes wrong at the content delivery network; `nil` if the file is not there.
        let network: [LocalServer.CDNFault]?

        init(seed: UInt64, largest: Int) {
            var generator = SeededGenerator(seed: seed)
            size = Int.random(in: 100_000...largest, using: &generator)
            moves = Bool.random(using: &generator)
            restarts = Bool.random(using: &generator)
            forgetsSessions = Bool.random(using: &generator)
            let isThere = Bool.random(using: &generator)
            // Two damaged pieces in a row, or a token that is not known, lead back to the data centre.
            let damaged = Int.random(in: 0...2, using: &generator)
            let faults: [LocalServer.CDNFault] =
                damaged == 0 ? [.lostTokens(1)] : [.corruptPieces(damaged), .missingPieces(2)]
            network = isThere ? faults : nil
        }
    }

    /// Each file goes up and down.
    ///
    /// `FEROGRAM_TRANSFERS` says how many transfers there are. By default there are 40 of up to 6 MB; more of them have up to
    /// 40 MiB. `FEROGRAM_FIRST_SEED` says where they begin.
    func testTheBytesAreRightWhateverGoesWrong() async throws {
        let environment = ProcessInfo.processInfo.environment
        let wanted = environment["FEROGRAM_TRANSFERS"].flatMap(UInt64.init) ?? 40
        let first = environment["FEROGRAM_FIRST_SEED"].flatMap(UInt64.init) ?? 1
        let largest = wanted > 40 ? 40 << 20 : 6_000_000
        // Large files take their time, which must not look like a server that does not answer.
        let (speed, limit) = wanted > 40 ? (10, Duration.seconds(300)) : (100, .seconds(60))
        var occurred: [String: Int] = [:]
        for seed in first..<first + (wanted + 1) / 2 {
            let trouble = Trouble(seed: seed, largest: largest)
            let counts = try await withFastClients({ $0.seed = seed }, timesFaster: speed, limit: limit) {
                try await Self.transfer(seed, trouble, $0, $1)
            }
            occurred.merge(counts, uniquingKeysWith: +)
        }
        print("\(wanted) transfers with the right bytes in spite of \(occurred.sorted { $0.key < $1.key })")
        for name in [
            "cut", "delayed", "expired", "lost", "moved", "restarted", "damaged at the network", "put there again",
            "forgotten there",
        ] {
            XCTAssertGreaterThan(occurred[name] ?? 0, 0, "\(name) never occurred")
        }
    }

    /// Downloads a file and uploads it again.
    ///
    /// - Returns: How often what went wrong.
    private static func transfer(
        _ seed: UInt64, _ trouble: Trouble, _ local: LocalClients, _ clock: VirtualClock
    ) async throws -> [String: Int] {
        let server = local.server
        let place = Endpoint(host: "127.0.0.1", port: 203)
        var directory = server.directory
        if trouble.network != nil {
            server.listenAsCDN(203, key: try await cdnKey.value, at: place, in: local.network)
            directory.cdnDataCenters[203] = place
        }
        let (ann, bob) = (try server.addPerson("Ann"), try server.addPerson("Bob"))
        let client = try await local.makeClient(of: ann) { [directory] in $0.time(clock.timekeeper).server(directory) }
        let bytes = SampleFile.content(trouble.size, seed: seed)
        let sent = try await bob.sendFile(bytes, name: "a", to: ann)
        let message = try await Self.message(of: client)
        let files: Set = [
            "upload.getFile", "upload.getCdnFile", "upload.getCdnFileHashes", "upload.reuploadCdnFile",
            "upload.saveFilePart", "upload.saveBigFilePart",
        ]
        let faults: [(String, LocalFault.Kind)] = [
            ("flooded", .answer(RPCFailure(420, .floodPremiumWait, value: 2))),
            ("refused", .answer(RPCFailure(500, .init(rawValue: "INTERNAL")))),
            ("cut", .closeBeforeRunning), ("cut", .closeAfterRunning), ("lost", .loseAnswer),
            ("delayed", .delayAnswer(.seconds(1))), ("lost", .ignoreMessage),
        ]
        let names = faults.map { name, kind in
            (name, server.inject(LocalFault(kind, methods: files, occurrence: .probability(0.05))))
        }
        server.expireFileReference(of: sent, at: Int64(bytes.count / 2))
        if trouble.moves { server.moveFile(of: sent, to: 3) }
        if let network = trouble.network {
            server.serveFiles(byCDN: 203)
            for fault in network { server.inject(fault) }
        }
        let download = client.download(try XCTUnwrap(message.media))
        if trouble.restarts { try await restart(server, trouble, during: download) }
        let data = try await download.value
        XCTAssertEqual(Array(data), bytes, "seed \(seed)")
        let upload = client.upload(.data(bytes, name: "b.bin"))
        if trouble.restarts { try await restart(server, trouble, during: upload) }
        let uploaded = try await upload.value
        let content = try server.core.perform { engine throws(RPCFailure) in
            try engine.world.uploaded(uploaded.tl, of: ann.id).content
        }
        XCTAssertEqual(content.read(at: 0, count: bytes.count), bytes, "seed \(seed)")
        var counts: [String: Int] = [:]
        for (name, id) in names { counts[name, default: 0] += server.occurrences(of: id) }
        if trouble.moves { counts["moved"] = 1 }
        if trouble.restarts { counts["restarted"] = 2 }
        // A file on the network alone is asked for at the data centre only where that is left.
        counts["expired"] = server.report().calls["messages.getMessages"] ?? 0
        if let network = trouble.network, let left = server.core.perform({ $0.world.media.cdn }) {
            for case .corruptPieces(let count) in network {
                counts["damaged at the network"] = count - left.corruptPieces
            }
            for case .missingPieces(let count) in network { counts["put there again"] = count - left.missingPieces }
            for case .lostTokens(let count) in network { counts["forgotten there"] = count - left.lostTokens }
        }
        await client.disconnect()
        return counts
    }

    /// Restarts the server once a transfer has begun.
    private static func restart<Value>(
        _ server: LocalServer, _ trouble: Trouble, during transfer: TransferHandle<Value>
    ) async throws {
        for await _ in transfer.progress { break }
        try await server.restart(forgettingSessions: trouble.forgetsSessions)
    }

    // MARK: The content delivery network

    func testFilesComeFromTheContentDeliveryNetwork() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let place = Endpoint(host: "127.0.0.1", port: 203)
            local.server.listenAsCDN(203, key: try await Self.cdnKey.value, at: place, in: local.network)
            var directory = local.server.directory
            directory.cdnDataCenters[203] = place
            let (client, person) = try await Self.makePerson(local) { [directory] in $0.server(directory) }
            let bob = try local.server.addPerson("Bob")
            let bytes = SampleFile.content(3_000_001)
            try await bob.sendFile(bytes, name: "a", to: person)
            let message = try await Self.message(of: client)
            local.server.serveFiles(byCDN: 203)
            let faults: [LocalServer.CDNFault?] = [
                nil, .missingPieces(2), .corruptPieces(1), .corruptPieces(20), .lostTokens(1),
            ]
            for fault in faults {
                if let fault { local.server.inject(fault) }
                let before = local.server.report().calls["upload.getCdnFile"] ?? 0
                let data = try await client.download(try XCTUnwrap(message.media)).value
                XCTAssertEqual(Array(data), bytes, "\(String(describing: fault))")
                XCTAssertGreaterThan(local.server.report().calls["upload.getCdnFile"] ?? 0, before)
            }
            XCTAssertGreaterThan(local.server.report().calls["upload.reuploadCdnFile"] ?? 0, 0)
            await client.disconnect()
        }
    }

    func testChecksumsOfOrdinaryDownloadsAreChecked() async throws {
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let bytes = SampleFile.content(3_000_000)
            try await ann.sendFile(bytes, name: "a", to: bot)
            let message = try await Self.message(of: client)
            var options = TransferOptions()
            options.verifiesChecksums = true
            let data = try await client.download(try XCTUnwrap(message.media), options: options).value
            XCTAssertEqual(Array(data), bytes)
            XCTAssertGreaterThan(local.server.report().calls["upload.getFileHashes"] ?? 0, 0)
            await client.disconnect()
        }
    }

    // MARK: Going on later

    func testADownloadGoesOnWhereItWasWithoutLoadingAnythingTwice() async throws {
        let folder = try makeFolder()
        try await within(.seconds(60)) {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let bytes = SampleFile.content(10_000_000)
            try await ann.sendFile(bytes, name: "film.bin", to: bot)
            let message = try await Self.message(of: client)
            let target = folder.appending(path: "film.bin")
            let first = client.download(try XCTUnwrap(message.media), to: target)
            for await progress in first.progress where progress.completed > 0 { break }
            first.cancel()
            do {
                _ = try await first.value
            } catch {
                XCTAssertFalse(FileManager.default.fileExists(atPath: target.path))
            }
            let done = first.currentProgress.completed
            let before = local.server.report().calls["upload.getFile"] ?? 0
            let second = client.download(try XCTUnwrap(message.media), to: target)
            let file = try await second.value
            XCTAssertEqual(Array(try Data(contentsOf: file)), bytes)
            let asked = (local.server.report().calls["upload.getFile"] ?? 0) - before
            XCTAssertLessThanOrEqual(asked, 20 - Int(done / 524_288))
            XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path), ["film.bin"])
            await client.disconnect()
        }
    }
}

extension AsyncStream where Element == [UInt8] {
    fileprivate init(_ pieces: [[UInt8]]) {
        self.init { continuation in
            for piece in pieces { continuation.yield(piece) }
            continuation.finish()
        }
    }
}
