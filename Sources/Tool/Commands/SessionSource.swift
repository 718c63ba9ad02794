// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSQLite
import FerogramSession
import Foundation

/// A session and where it comes from.
struct SessionSource {
    let data: SessionData
    let kind: String
    /// The path of a file that others must not read.
    let path: String?

    /// Reads a session in any form; a file of this library's is locked meanwhile, and let go of.
    static func read(_ name: String, _ arguments: Arguments) async throws -> SessionSource {
        if name == "-" || name.hasPrefix("$") { return try text(name) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
            throw ToolError("there is no file \(name)")
        }
        if isFolder.boolValue { return try desktop(name, arguments) }
        if try beginning(of: name).starts(with: Array("SQLite format 3".utf8)) { return try database(name) }
        do {
            let storage = FileSessionStorage(path: name)
            let data = try await storage.open()
            await storage.close()
            return SessionSource(data: data, kind: "a session file", path: name)
        } catch {
            guard case .foreign = error else { throw error }
            if let data = try? SessionData(grammersFileAt: name) {
                return SessionSource(data: data, kind: "a session file of grammers", path: name)
            }
            if let data = try? SessionData(ferogramFileAt: name) {
                return SessionSource(data: data, kind: "a session file of ferogram for Rust", path: name)
            }
            throw error
        }
    }

    private static func text(_ name: String) throws -> SessionSource {
        let text: String
        if name == "-" {
            text = readLine() ?? ""
        } else {
            guard let value = ProcessInfo.processInfo.environment[String(name.dropFirst())] else {
                throw ToolError("the environment has no \(name.dropFirst())")
            }
            text = value
        }
        let session = try StringSession(text)
        return SessionSource(data: session.data, kind: "a string of \(session.format.rawValue)", path: nil)
    }

    private static func beginning(of path: String) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        return Array(try file.read(upToCount: 16) ?? Data())
    }

    /// One account of a folder of Telegram Desktop.
    private static func desktop(_ path: String, _ arguments: Arguments) throws -> SessionSource {
        let passcode = ProcessInfo.processInfo.environment["TDATA_PASSCODE"] ?? ""
        let folder = try DesktopAccounts(path: path, passcode: passcode)
        let number = try arguments.number("account", in: 1...folder.accounts.count) ?? (folder.activeIndex ?? 0) + 1
        return SessionSource(
            data: folder.accounts[number - 1],
            kind: "account \(number) of \(folder.accounts.count) of Telegram Desktop", path: path)
    }

    private static func database(_ path: String) throws -> SessionSource {
        #if SQLite
        return SessionSource(
            data: try SessionData(databaseAt: path), kind: "a database of another library", path: path)
        #else
        throw ToolError("\(path) is a database of SQLite; build the tool with the trait SQLite to read it")
        #endif
    }
}
