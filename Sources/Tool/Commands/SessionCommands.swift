// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSQLite
import FerogramSession
import Foundation

extension Command {
    private static let places = """
          SESSION         the path of a session file of this library, ferogram, Telethon, Pyrogram, kurigram or grammers,
                          or of a folder of Telegram Desktop (tdata); - for a session string on the standard input, or
                          $NAME for one in the environment
          --account N     which account of a folder of Telegram Desktop; TDATA_PASSCODE in the environment opens it
        """

    static let sessionInspect = Command(
        name: "session inspect", synopsis: "SESSION",
        summary: "Print what a session holds, and nothing secret.", help: places, options: ["account"]
    ) { arguments in
        let source = try await SessionSource.read(try arguments.words(1...1, "a session")[0], arguments)
        for line in SessionCommands.lines(about: source) { Output.write(line) }
    }

    static let sessionConvert = Command(
        name: "session convert", synopsis: "SESSION --to FORMAT [--api-id ID] (--output FILE | --reveal)",
        summary: "Write a session in the format of this or another library.",
        help: """
            \(places)
              --to FORMAT     a string of swift, telethon, gramjs, pyrogram or mtcute; or file, a session file of this
                              library, telethon-file, pyrogram-file, or tdata, a folder of Telegram Desktop that
                              TDATA_NEW_PASSCODE protects
              --api-id ID     the application's id; pyrogram needs it
              --output FILE   a new file that only its owner can read
              --reveal        print it: a session is as secret as a password
            """,
        options: ["to", "api-id", "output", "account"], switches: ["reveal"]
    ) { arguments in
        try await SessionCommands.convert(try arguments.words(1...1, "a session")[0], arguments)
    }

    static let sessionDoctor = Command(
        name: "session doctor", synopsis: "SESSION",
        summary: "Say what is wrong with a session, and what to do.", help: places, options: ["account"]
    ) { arguments in
        let count = try await SessionCommands.doctor(try arguments.words(1...1, "a session")[0], arguments)
        if count > 0 { throw ToolError(count == 1 ? "one thing is wrong" : "\(count) things are wrong") }
    }
}

/// The commands about sessions.
enum SessionCommands {
    /// What a session holds, and nothing secret.
    static func lines(about source: SessionSource) -> [String] {
        let data = source.data
        var lines = ["kind: \(source.kind)"]
        lines.append("account: " + (data.account.map { "\($0.isBot ? "bot" : "user") \($0.userID)" } ?? "nobody"))
        lines.append("servers: \(data.isTest ? "test" : "production")")
        lines.append("home: " + (data.homeDataCenter.map { "data centre \($0)" } ?? "none"))
        for entry in data.dataCenters.sorted(by: { $0.id < $1.id }) {
            var parts = [entry.authKey == nil ? "no key" : "a key"]
            if entry.isAuthorized { parts.append("signed in") }
            if !entry.addresses.isEmpty { parts.append("\(entry.addresses.count) addresses") }
            if !entry.salts.isEmpty { parts.append("\(entry.salts.count) salts") }
            if !entry.rejectedKeys.isEmpty { parts.append("\(entry.rejectedKeys.count) rejected keys") }
            lines.append("data centre \(entry.id): \(parts.joined(separator: ", "))")
        }
        lines.append("updates: " + (data.updates.map { "pts \($0.pts), \(data.channels.count) channels" } ?? "none"))
        lines.append("peers: \(data.peers.count)")
        lines.append("tokens for later sign-ins: \(data.futureAuthTokens.count)")
        return lines
    }

    // MARK: Convert

    static func convert(_ name: String, _ arguments: Arguments) async throws {
        let data = try await SessionSource.read(name, arguments).data
        if let format = arguments["to"], formatsOfFiles.contains(format) {
            guard let output = arguments["output"] else { throw UsageError("\(format) needs --output FILE") }
            guard !FileManager.default.fileExists(atPath: output) else {
                throw ToolError("\(output) exists and is left as it is")
            }
            try await write(data, format, to: output, arguments)
            return Output.write("written to \(output), for its owner's eyes alone")
        }
        let text = try converted(data, arguments)
        if let output = arguments["output"] {
            try write(text, to: output)
            Output.write("written to \(output), for its owner's eyes alone")
        } else if arguments.has("reveal") {
            Output.write(text)
        } else {
            throw ToolError("a session is as secret as a password; give --output FILE, or --reveal to print it")
        }
    }

    private static let formatsOfFiles: Set = ["file", "telethon-file", "pyrogram-file", "tdata"]

    private static func apiID(_ arguments: Arguments) throws -> Int32 {
        guard let id = try arguments.number("api-id", in: 1...Int(Int32.max)) else {
            throw UsageError("pyrogram needs --api-id")
        }
        return Int32(id)
    }

    private static func write(
        _ data: SessionData, _ format: String, to output: String, _ arguments: Arguments
    ) async throws {
        if format == "file" {
            let storage = FileSessionStorage(path: output)
            _ = try await storage.open()
            try await storage.save([.everything(data)])
            return await storage.close()
        }
        if format == "tdata" {
            let passcode = ProcessInfo.processInfo.environment["TDATA_NEW_PASSCODE"] ?? ""
            return try DesktopAccounts.write([data], to: output, passcode: passcode)
        }
        #if SQLite
        if format == "telethon-file" {
            try data.writeTelethonFile(to: output)
        } else {
            try data.writePyrogramFile(to: output, apiID: apiID(arguments))
        }
        #else
        throw ToolError("\(format) is a database of SQLite; build the tool with the trait SQLite to write it")
        #endif
    }

    private static func converted(_ data: SessionData, _ arguments: Arguments) throws -> String {
        let formats = "swift, telethon, gramjs, pyrogram, mtcute, file, telethon-file, pyrogram-file, tdata"
        switch arguments["to"] {
        case "swift": return data.stringSession()
        case "telethon": return try data.telethonString()
        case "gramjs": return try data.gramJSString()
        case "mtcute": return try data.mtcuteString()
        case "pyrogram": return try data.pyrogramString(apiID: apiID(arguments))
        case let format?: throw UsageError("\(format) is not one of \(formats)")
        case nil: throw UsageError("--to FORMAT is missing: \(formats)")
        }
    }

    private static func write(_ text: String, to path: String) throws {
        // An existing file may be somebody's only session.
        guard
            FileManager.default.createFile(
                atPath: path + ".new", contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw ToolError("cannot write \(path)") }
        do {
            guard !FileManager.default.fileExists(atPath: path) else {
                throw ToolError("\(path) exists and is left as it is")
            }
            try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: path + ".new")
            throw error
        }
    }

    // MARK: Doctor

    /// - Returns: How many troubles there are.
    static func doctor(_ name: String, _ arguments: Arguments) async throws -> Int {
        let source: SessionSource
        do {
            source = try await SessionSource.read(name, arguments)
        } catch let error as SessionStorageError {
            Output.write("trouble: \(error)")
            if case .inUse = error {
                Output.write("advice: stop that process, or use a session of its own for each program")
            }
            if case .damaged = error {
                Output.write("advice: sign in anew with another file; the damaged one can be kept")
            }
            return 1
        } catch let error as SessionFormatError {
            Output.write("trouble: this is no session string: \(error)")
            return 1
        }
        let troubles = diagnose(source.data) + permissions(of: source.path)
        for trouble in troubles { Output.write("trouble: \(trouble)") }
        if troubles.isEmpty { Output.write("nothing is wrong with \(source.kind)") }
        return troubles.count
    }

    /// What is wrong with what a session holds.
    static func diagnose(_ data: SessionData) -> [String] {
        var troubles: [String] = []
        guard let home = data.homeDataCenter else {
            return ["it was never signed in: it has no home data centre"]
        }
        if !data.isTest, !(1...5).contains(home) {
            troubles.append("data centre \(home) is none of Telegram's; the session belongs to other servers")
        }
        if data.home?.authKey == nil {
            troubles.append("it has no key of its home data centre \(home): somebody has to sign in anew")
        } else if !(data.home?.isAuthorized ?? false), data.account == nil {
            troubles.append("nobody is signed in: the server has ended the session, or the sign-in was not finished")
        }
        for entry in data.dataCenters where !entry.rejectedKeys.isEmpty {
            troubles.append(
                "the servers have rejected \(entry.rejectedKeys.count) keys of data centre \(entry.id), "
                    + "as they do when two programs use one session, or when the clock is wrong")
        }
        if data.account != nil, let owner = data.stateOwner, owner != data.account?.userID {
            troubles.append("the state of updates belongs to another account, and is going to be dropped")
        }
        let now = Date().timeIntervalSince1970
        if now < 1_700_000_000 { troubles.append("this machine's clock is years behind") }
        if let date = data.updates?.date, Double(date) > now + 300 {
            troubles.append("the last update came in the future: this machine's clock is behind")
        }
        return troubles
    }

    private static func permissions(of path: String?) -> [String] {
        guard let path,
            let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber,
            mode.intValue & 0o077 != 0
        else { return [] }
        return ["others can read \(path), and with it the account; chmod 600 \(path)"]
    }
}
