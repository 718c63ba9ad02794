// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramLocalServer
import FerogramTLFunctions
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

/// Transfers whose process is killed again and again, and that go on without transferring a finished part twice.
///
/// Each is killed 25 times, or as often as `FEROGRAM_KILLS` says.
final class KilledTransferTests: XCTestCase {
    private static let deaths = ProcessInfo.processInfo.environment["FEROGRAM_KILLS"].flatMap(Int.init) ?? 25
    /// More than all the processes transfer that are killed.
    private static let size = 8 * deaths * side + 77
    private static let side = 524_288

    /// A server, an account with a session on disk, and a folder for all of it.
    private struct Ground {
        let server: LocalServer
        let person: LocalPerson
        let folder: URL
        var session: String { folder.appending(path: "session").path }
        var key: String { folder.appending(path: "key.pem").path }

        init(_ folder: URL) async throws {
            self.folder = folder
            server = try await LocalServer.start()
            person = try server.addPerson("Ann")
            try server.publicKey.pem.write(
                toFile: folder.appending(path: "key.pem").path, atomically: true, encoding: .utf8)
            let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory)
                .session(.file(session)).connect()
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: person.phone) else { return }
            _ = try await client.signIn(with: code, code: person.loginCode)
            await client.disconnect()
        }

        /// The parts that the transfers before have finished, as they noted themselves.
        func finished() -> PartSet {
            let place = folder.appending(path: ".ferogram-transfers")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
            let notes = names.filter { $0.hasPrefix("dl_") || $0.hasPrefix("ul_") }
            return notes.first.flatMap { TransferCheckpoint.read(place.appending(path: $0).path)?.1 } ?? PartSet()
        }

        func start(_ arguments: [String]) throws -> Process {
            #if os(macOS)
            let programs = Bundle(for: KilledTransferTests.self).bundleURL.deletingLastPathComponent()
            #else
            let programs = Bundle.main.bundleURL
            #endif
            let process = Process()
            process.executableURL = programs.appending(path: "FerogramTransferKillTarget")
            process.arguments = [session, "\(server.dataCenters[0].port)", key] + arguments
            try process.run()
            return process
        }
    }

    /// Runs a transfer that is killed many times, then to its end.
    private static func run(
        _ ground: Ground, _ arguments: [String], _ part: @escaping @Sendable (RecordedCall) -> Int?
    ) async throws {
        var generator = SeededGenerator(seed: 9)
        var deaths = 0
        while true {
            let finished = ground.finished()
            let asked = Lock<[Int]>([])
            ground.server.startRecording(limit: 0) { call in
                if let part = part(call) { asked.withLock { $0.append(part) } }
            }
            let process = try ground.start(arguments)
            let wanted = deaths < Self.deaths ? Int.random(in: 2...6, using: &generator) : .max
            while process.isRunning, asked.withLock({ $0.count }) < wanted {
                try await Task.sleep(for: .milliseconds(1))
            }
            let isKilled = process.isRunning
            if isKilled { kill(process.processIdentifier, SIGKILL) }
            while process.isRunning { try await Task.sleep(for: .milliseconds(1)) }
            let again = asked.withLock { $0 }.filter { finished.contains($0) }
            XCTAssertEqual(again, [], "finished parts were transferred again after death \(deaths)")
            guard isKilled else {
                XCTAssertEqual(process.terminationStatus, 0)
                break
            }
            deaths += 1
        }
        XCTAssertEqual(deaths, Self.deaths, "the transfer was over too soon")
        print("\(arguments.first ?? ""): killed \(deaths) times, no finished part was transferred again")
    }

    private func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }

    func testADownloadThatIsKilledGoesOnWhereItWas() async throws {
        let folder = try makeFolder()
        try await within(.seconds(max(240, 5 * Self.deaths))) {
            let ground = try await Ground(folder)
            let bytes = SampleFile.content(Self.size)
            let sent = try await ground.person.sendFile(bytes, name: "film.bin", to: ground.person)
            ground.server.inject(
                LocalFault(.delayAnswer(.milliseconds(20)), methods: ["upload.getFile"], occurrence: .always))
            let target = folder.appending(path: "film.bin")
            try await Self.run(ground, ["download", target.path, "\(sent.id)"]) { call in
                call.request(as: TL.upload.GetFile.self).map { Int($0.offset) / Self.side }
            }
            XCTAssertEqual(Array(try Data(contentsOf: target)), bytes)
            ground.server.stop()
        }
    }

    func testAnUploadThatIsKilledGoesOnWhereItWas() async throws {
        let folder = try makeFolder()
        try await within(.seconds(max(240, 5 * Self.deaths))) {
            let ground = try await Ground(folder)
            let bytes = SampleFile.content(Self.size)
            let source = folder.appending(path: "source.bin")
            try Data(bytes).write(to: source)
            ground.server.inject(
                LocalFault(.delayAnswer(.milliseconds(20)), methods: ["upload.saveBigFilePart"], occurrence: .always))
            try await Self.run(ground, ["upload", source.path]) { call in
                call.request(as: TL.upload.SaveBigFilePart.self).map { Int($0.filePart) }
            }
            let message = try XCTUnwrap(ground.person.history(with: ground.person).last)
            XCTAssertEqual(ground.person.file(of: message)?.bytes, bytes)
            ground.server.stop()
        }
    }
}
