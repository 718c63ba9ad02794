// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if LibSQL
import FerogramLibSQL
import FerogramSession
import FerogramSessionSupport
import Foundation
import XCTest

final class LibSQLStoreTests: XCTestCase {
    /// The stand-in of a server, which libSQL's own client is tried on in CI.
    private final class Server {
        let folder: TemporaryFolder
        let certificate: String
        private(set) var port = ""
        private let process = Process()
        private let input = Pipe()

        init() throws {
            folder = try TemporaryFolder()
            let openssl = Process()
            openssl.executableURL = URL(filePath: "/usr/bin/env")
            openssl.arguments = [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost", "-keyout", folder.file("key.pem"), "-out",
                folder.file("certificate.pem"),
            ]
            openssl.standardError = FileHandle.nullDevice
            try openssl.run()
            openssl.waitUntilExit()
            guard openssl.terminationStatus == 0 else { throw XCTSkip("no openssl") }
            certificate = try String(contentsOfFile: folder.file("certificate.pem"), encoding: .utf8)
            let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: ".ci/storages/hrana_server.py").path
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                "python3", script, folder.file("a.db"), folder.file("certificate.pem"), folder.file("key.pem"),
                "secret",
            ]
            let output = Pipe()
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            let line = output.fileHandleForReading.availableData
            port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard UInt16(port) != nil else { throw XCTSkip("no python3") }
        }

        func stop() {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }

        func store(_ path: String = "", token: String = "secret") throws -> LibSQLStore {
            try LibSQLStore("libsql://localhost:\(port)\(path)", authToken: token, certificates: certificate)
        }
    }

    func testItDoesWhatEveryStoreMustDo() async throws {
        let server = try Server()
        defer { server.stop() }
        let store = try server.store()
        try await StoreChecks.run(store)
        await store.close()
        do {
            _ = try await store.value(at: StoreKey("a", "b"))
            XCTFail("it answers after its end")
        } catch {
            guard case .closed = error else { return XCTFail("\(error)") }
        }
    }

    func testSessionsLieInIt() async throws {
        let server = try Server()
        defer { server.stop() }
        try await SessionStorageChecks.run(try server.store())
    }

    func testAChangeThatTheServerDidNotConfirmMayBeMadeAgain() async throws {
        let server = try Server()
        defer { server.stop() }
        let good = try server.store()
        _ = try await good.value(at: StoreKey("a", "b"))
        let store = try server.store("/fail/2")
        var failures = 0
        for number in 0..<20 as Range<UInt8> {
            var batch = StoreBatch()
            batch.put([number], at: StoreKey("a", "b"))
            while true {
                do throws(StoreError) {
                    let isDone = try await store.commit(batch)
                    XCTAssertTrue(isDone)
                    break
                } catch {
                    guard case .unavailable(let text) = error else { throw error }
                    XCTAssertTrue(text.contains("503"), text)
                    failures += 1
                }
            }
            let value = try await good.value(at: StoreKey("a", "b"))
            XCTAssertEqual(value, [number])
        }
        XCTAssertGreaterThan(failures, 0)
        // Reading goes on by itself.
        let value = try await store.value(at: StoreKey("a", "b"))
        XCTAssertEqual(value, [19])
    }

    func testWhoIsNotLetInIsToldSo() async throws {
        let server = try Server()
        defer { server.stop() }
        do {
            _ = try await server.store(token: "wrong").value(at: StoreKey("a", "b"))
            XCTFail("the token is wrong")
        } catch {
            let text = "\(error)"
            XCTAssertTrue(text.contains("401"), text)
            XCTAssertFalse(text.contains("wrong"), text)
        }
        // A server with a certificate of its own is not trusted.
        let store = try LibSQLStore("libsql://localhost:\(server.port)", authToken: "secret")
        do {
            _ = try await store.value(at: StoreKey("a", "b"))
            XCTFail("nobody vouches for the server")
        } catch {
            guard case .unavailable(let text) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(text.contains("certificate"), text)
        }
    }
}
#endif
