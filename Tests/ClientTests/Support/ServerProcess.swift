// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import Foundation
import XCTest

/// A local server in a process of its own, which can be killed and started again where it was.
///
/// One task uses it at a time.
final class ServerProcess {
    /// Where it is and how it proves itself.
    let directory: ServerDirectory
    /// The token of its bot.
    let token: String
    private let folder: URL
    private var process: Process
    private var input: Pipe
    private var output: Pipe

    /// Starts a server in a folder of its own.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        (process, input, output) = try Self.start(in: folder)
        let text = Self.readGreeting(output)
        let lines = text.split(separator: "\n", maxSplits: 2).map(String.init)
        let port = try XCTUnwrap(UInt16(try XCTUnwrap(lines.first)))
        token = lines[1]
        directory = ServerDirectory(
            dataCenters: [1: Endpoint(host: "127.0.0.1", port: port)], publicKeys: [try RSAPublicKey(pem: lines[2])])
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Has it keep the keys that clients have.
    func keepKeys() {
        input.fileHandleForWriting.write(Data([0]))
        _ = output.fileHandleForReading.availableData
    }

    /// Kills the process, as the system does that has no memory left.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for handle in [input.fileHandleForWriting, output.fileHandleForReading] { try? handle.close() }
    }

    /// Starts another process in its place, and waits until it listens.
    func startAgain() throws {
        (process, input, output) = try Self.start(in: folder)
        _ = Self.readGreeting(output)
    }

    /// What ran, once for each time that it did.
    func whatRan() throws -> [String: Int] {
        let text = try String(contentsOf: folder.appending(path: "ran"), encoding: .utf8)
        return text.split(separator: "\n").reduce(into: [:]) { counts, line in
            counts[line.split(separator: " ").last.map(String.init) ?? "", default: 0] += 1
        }
    }

    /// The program beside the tests.
    private static var program: URL {
        #if os(macOS)
        let folder = Bundle(for: ServerProcess.self).bundleURL.deletingLastPathComponent()
        #else
        let folder = Bundle.main.bundleURL
        #endif
        return folder.appending(path: "FerogramServerKillTarget")
    }

    private static func start(in folder: URL) throws -> (Process, input: Pipe, output: Pipe) {
        let process = Process()
        process.executableURL = program
        process.arguments = [folder.path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        return (process, input, output)
    }

    private static func readGreeting(_ output: Pipe) -> String {
        var text = ""
        while !text.contains("END RSA PUBLIC KEY"), !text.contains("END PUBLIC KEY") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        return text
    }
}
