// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSession
import Foundation

extension Command {
    private static let places = """
          SESSION         the path of a session file, - for a session string on the standard input, or $NAME for one in
                          the environment
        """

    static let sessionInspect = Command(
        name: "session inspect", synopsis: "SESSION",
        summary: "Print what a session holds, and nothing secret.", help: places
    ) { arguments in
        let source = try await SessionCommands.read(try arguments.words(1...1, "a session")[0])
        for line in SessionCommands.lines(about: source) { Output.write(line) }
    }

    static let sessionConvert = Command(
        name: "session convert", synopsis: "SESSION --to FORMAT [--api-id ID] (--output FILE | --reveal)",
        summary: "Write a session in the format of this or another library.",
        help: """
            \(places)
              --to FORMAT     swift, telethon, gramjs or pyrogram
              --api-id ID     the application's id; pyrogram needs it
              --output FILE   a new file that only its owner can read
              --reveal        print it: a session is as secret as a password
            """,
        options: ["to", "api-id", "output"], switches: ["reveal"]
    ) { arguments in
        try await SessionCommands.convert(try arguments.words(1...1, "a session")[0], arguments)
    }

    static let sessionDoctor = Command(
        name: "session doctor", synopsis: "SESSION",
        summary: "Say what is wrong with a session, and what to do.", help: places
    ) { arguments in
        let count = try await SessionCommands.doctor(try arguments.words(1...1, "a session")[0])
        if count > 0 { throw ToolError(count == 1 ? "one thing is wrong" : "\(count) things are wrong") }
    }
}

/// The commands about sessions.
enum SessionCommands {
    /// A session and where it comes from.
    struct Source {
        let data: SessionData
        let kind: String
        /// The path, for a file.
        let path: String?
    }

    /// Reads a session; a file is locked meanwhile, and let go of.
    static func read(_ name: String) async throws -> Source {
        if name == "-" || name.hasPrefix("$") {
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
            return Source(data: session.data, kind: "a string of \(session.format.rawValue)", path: nil)
        }
        guard FileManager.default.fileExists(atPath: name) else { throw ToolError("there is no file \(name)") }
        let storage = FileSessionStorage(path: name)
        let data = try await storage.open()
        await storage.close()
        return Source(data: data, kind: "a session file", path: name)
    }

    /// What a session holds, and nothing secret.
    static func lines(about source: Source) -> [String] {
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
        let text = try converted(try await read(name).data, arguments)
        if let output = arguments["output"] {
            try write(text, to: output)
            Output.write("written to \(output), for its owner's eyes alone")
        } else if arguments.has("reveal") {
            Output.write(text)
        } else {
            throw ToolError("a session is as secret as a password; give --output FILE, or --reveal to print it")
        }
    }

    private static func converted(_ data: SessionData, _ arguments: Arguments) throws -> String {
        switch arguments["to"] {
        case "swift": return data.stringSession()
        case "telethon": return try data.telethonString()
        case "gramjs": return try data.gramJSString()
        case "pyrogram":
            guard let id = try arguments.number("api-id", in: 1...Int(Int32.max)) else {
                throw UsageError("pyrogram needs --api-id")
            }
            return try data.pyrogramString(apiID: Int32(id))
        case let format?: throw UsageError("\(format) is not one of swift, telethon, gramjs, pyrogram")
        case nil: throw UsageError("--to FORMAT is missing: swift, telethon, gramjs or pyrogram")
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
    static func doctor(_ name: String) async throws -> Int {
        let source: Source
        do {
            source = try await read(name)
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
