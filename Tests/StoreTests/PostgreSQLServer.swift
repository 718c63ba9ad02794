// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if PostgreSQL
import FerogramSessionSupport
import Foundation
import XCTest

/// A server of PostgreSQL in a temporary folder, which listens on a socket there and nowhere else.
final class PostgreSQLServer {
    private let folder: TemporaryFolder
    private let tools: String
    private var process: Process?

    /// How to connect.
    var parameters: String { "host=\(folder.path) dbname=postgres user=\(Self.user)" }

    /// How to connect by a port that leads to ``socket``.
    func parameters(port: UInt16) -> String { "host=127.0.0.1 port=\(port) dbname=postgres user=\(Self.user)" }

    /// The socket that it listens on.
    var socket: String { folder.file(".s.PGSQL.5432") }

    private static let user = "ferogram"

    /// Starts a server.
    ///
    /// - Throws: `XCTSkip` if none is installed, unless the environment says that one must be.
    init() throws {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        guard let newest = versions.compactMap({ Int($0) }).max() else {
            if ProcessInfo.processInfo.environment["FEROGRAM_NEEDS_POSTGRESQL"] != nil {
                XCTFail("no PostgreSQL is installed")
            }
            throw XCTSkip("no PostgreSQL is installed")
        }
        tools = "/usr/lib/postgresql/\(newest)/bin"
        folder = try TemporaryFolder()
        if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", folder.path]).waitUntilExit() }
        try command("initdb", ["--auth=trust", "--username=\(Self.user)", "--no-sync", "-D", folder.file("data")])
        try start()
    }

    deinit { try? stop() }

    /// Starts it, again after ``stop()``.
    ///
    /// It is a child of the test, since what waits for the end of a child waits for all that has its files.
    func start() throws {
        process = try launch(
            "postgres",
            [
                "-D", folder.file("data"), "-c", "listen_addresses=", "-c", "unix_socket_directories=\(folder.path)",
                "-c",
                "fsync=off",
            ])
        let end = Date().addingTimeInterval(30)
        while true {
            let check = try launch("pg_isready", ["-q", "-h", folder.path])
            check.waitUntilExit()
            if check.terminationStatus == 0 { return }
            guard Date() < end, process?.isRunning == true else { throw Failure(command: "postgres") }
            usleep(20_000)
        }
    }

    /// Stops it at once.
    func stop() throws {
        guard let process, process.isRunning else { return }
        kill(process.processIdentifier, SIGQUIT)
        process.waitUntilExit()
    }

    private struct Failure: Error { let command: String }

    private func command(_ name: String, _ arguments: [String]) throws {
        let process = try launch(name, arguments)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: name) }
    }

    private func launch(_ name: String, _ arguments: [String]) throws -> Process {
        // It refuses to run as the superuser.
        let path = "\(tools)/\(name)"
        guard getuid() == 0 else { return try Self.run(path, arguments) }
        return try Self.run(
            "/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path] + arguments)
    }

    private static func run(_ path: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
#endif
