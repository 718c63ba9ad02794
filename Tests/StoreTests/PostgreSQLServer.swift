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

    /// How to connect.
    var parameters: String { "host=\(folder.path) dbname=postgres user=\(Self.user)" }

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
        if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", folder.path]) }
        try command("initdb", ["--auth=trust", "--username=\(Self.user)", "--no-sync", "-D", folder.file("data")])
        try start()
    }

    deinit { try? stop() }

    /// Starts it, again after ``stop()``.
    func start() throws {
        try command(
            "pg_ctl",
            [
                "-D", folder.file("data"), "-w", "-l", folder.file("log"), "-o",
                "-c listen_addresses='' -c unix_socket_directories='\(folder.path)' -c fsync=off", "start",
            ])
    }

    /// Stops it at once.
    func stop() throws { try command("pg_ctl", ["-D", folder.file("data"), "-m", "immediate", "-w", "stop"]) }

    private func command(_ name: String, _ arguments: [String]) throws {
        // It refuses to run as the superuser.
        if getuid() == 0 {
            try Self.run("/usr/sbin/runuser", ["-u", "postgres", "--", "\(tools)/\(name)"] + arguments)
        } else {
            try Self.run("\(tools)/\(name)", arguments)
        }
    }

    private static func run(_ path: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        struct Failure: Error { let command: [String], status: Int32 }
        guard process.terminationStatus == 0 else {
            throw Failure(command: [path] + arguments, status: process.terminationStatus)
        }
    }
}
#endif
