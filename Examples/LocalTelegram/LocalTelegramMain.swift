// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramMTProto
import Foundation

/// Runs a local server with a few people and a bot until it is interrupted.
///
/// `swift run ExampleLocalTelegram [--json] [--proxy] [--dc N] [--port P] [--seed S] [--crowd N]`
@main
enum LocalTelegramMain {
    static func main() async {
        do {
            guard let options = try Options(CommandLine.arguments.dropFirst()) else { return print(Options.usage) }
            try await run(options)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    /// Writes a text at once, whoever reads it.
    private static func write(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    private static func run(_ options: Options) async throws {
        var configuration = LocalServerConfiguration()
        configuration.ports = (0..<options.dataCenters).map { options.port == 0 ? 0 : options.port + UInt16($0) }
        configuration.seed = options.seed
        if options.hasProxy { configuration.proxySecrets = try Secrets.make() }
        let server = try await LocalServer.start(configuration)
        let recording = try options.recording.map { try Recording($0) }
        if let recording { server.startRecording(limit: 0) { recording.write($0) } }
        let people = try [
            server.addPerson("Ann", username: "ann", dataCenter: min(2, options.dataCenters)),
            server.addPerson("Bob", username: "bob"),
        ]
        // One of them has a password too, so that clients can try that.
        try people[1].setPassword(Description.password, hint: "the example says it")
        people[0].addStars(1_000)
        // Clients that want something translated find that it works.
        server.setTranslation(of: "good", to: "de", as: "gut")
        let bot = try server.addBot(username: "echo_bot", name: "Echo", dataCenter: min(2, options.dataCenters))
        if options.crowd > 0 {
            let crowd = try (0..<options.crowd).map { try server.addPerson("Member \($0)") }
            try await server.createSupergroup("Crowd", by: people[0], with: crowd, username: "crowd_room")
        }
        let description = Description(server, people, bot)
        write(options.isJSON ? try description.json : description.text)
        await Interruption.wait()
        server.stop()
        recording?.close()
        if options.isJSON {
            FileHandle.standardError.write(Data("\(server.report())\n".utf8))
        } else {
            write("\n\(server.report())")
        }
    }
}

/// What the command line says.
private struct Options {
    static let usage = """
        usage: ExampleLocalTelegram [--json] [--proxy] [--dc N] [--port P] [--seed S] [--record FILE] [--crowd N]

          --json    print one line of JSON
          --proxy   open an MTProto proxy with a secret of each kind
          --dc N    how many data centres, 1 to 9; 3 if nothing is said
          --port P  the port of the first one, the others follow; any free ports if nothing is said
          --seed S  decides ids and tokens
          --crowd N  a supergroup, @crowd_room, with so many members
          --record FILE  write one line of JSON for each call; secrets are replaced by digests
        """

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    var isJSON = false
    var hasProxy = false
    var dataCenters = 3
    var port: UInt16 = 0
    var seed: UInt64 = 1
    var crowd = 0
    var recording: String?

    /// Reads the arguments; there is nothing to run if help is wanted.
    init?(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": isJSON = true
            case "--proxy": hasProxy = true
            case "--dc": dataCenters = try Self.number(rest.popFirst(), argument, 1...9)
            case "--port": port = UInt16(try Self.number(rest.popFirst(), argument, 1...65_000))
            case "--seed": seed = UInt64(try Self.number(rest.popFirst(), argument, 0...Int.max))
            case "--crowd": crowd = try Self.number(rest.popFirst(), argument, 1...100_000)
            case "--record":
                guard let file = rest.popFirst() else {
                    throw Failure(description: "--record takes the name of a file")
                }
                recording = file
            case "--help", "-h": return nil
            default: throw Failure(description: "unknown argument '\(argument)'\n\(Self.usage)")
            }
        }
    }

    private static func number(_ text: String?, _ name: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let text, let number = Int(text), range.contains(number) else {
            throw Failure(description: "\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

/// Writes one line for each call.
private struct Recording: Sendable {
    private let file: FileHandle
    private let digests = RecordingDigests()

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init(_ path: String) throws {
        // Others on this machine need not know what was called.
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Failure(description: "cannot write to \(path)") }
        self.file = file
    }

    func write(_ call: RecordedCall) {
        try? file.write(contentsOf: Data((call.json(digests) + "\n").utf8))
    }

    func close() {
        try? file.close()
    }
}

/// Secrets for the MTProto proxy.
private enum Secrets {
    /// Makes one of each kind, with keys of their own.
    static func make() throws -> [ProxySecret] {
        let domain = Array("www.example.com".utf8)
        return try [([], []), ([0xDD], []), ([0xEE], domain)].map { mark, domain in
            try ProxySecret(bytes: mark + (0..<16).map { _ in UInt8.random(in: .min ... .max) } + domain)
        }
    }
}

/// What a client has to know.
private struct Description: Encodable {
    struct Place: Encodable {
        let id: Int
        let host: String
        let port: UInt16
    }

    /// The MTProto proxy with one of its secrets.
    struct Front: Encodable {
        let host: String
        let port: UInt16
        let secret: String
        let link: String

        init(_ proxy: Proxy) {
            (host, port) = (proxy.endpoint.host, proxy.endpoint.port)
            secret = proxy.secret?.text ?? ""
            link = "tg://proxy?server=\(host)&port=\(port)&secret=\(secret)"
        }
    }

    struct Someone: Encodable {
        let phone: String
        let code: String
        let dataCenter: Int
        let id: Int64
        let password: String?
    }

    static let password = "secret"

    struct Bot: Encodable {
        let username: String
        let token: String
        let dataCenter: Int
    }

    let dataCenters: [Place]
    let proxies: [Front]
    let publicKey: String
    let fingerprint: String
    let people: [Someone]
    let bots: [Bot]
    let warning = "Do not expose these ports: everybody who reaches them can log in as anybody."

    init(_ server: LocalServer, _ people: [LocalPerson], _ bot: LocalBot) {
        dataCenters = server.dataCenters.map { Place(id: $0.id, host: $0.host, port: $0.port) }
        proxies = server.proxies.map { Front($0) }
        publicKey = server.publicKey.pem
        fingerprint = String(UInt64(bitPattern: server.publicKey.fingerprint), radix: 16)
        self.people = people.enumerated().map { index, person in
            Someone(
                phone: person.phone, code: person.loginCode, dataCenter: person.dataCenter, id: person.id,
                password: index == 1 ? Self.password : nil)
        }
        bots = [Bot(username: bot.username, token: bot.token, dataCenter: bot.dataCenter)]
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var text: String {
        var lines = dataCenters.map { "DC \($0.id): \($0.host):\($0.port)" }
        lines.append("RSA key \(fingerprint):\n\(publicKey)")
        for proxy in proxies { lines.append("MTProto proxy: \(proxy.link)") }
        for person in people {
            let password = person.password.map { ", password \($0)" } ?? ""
            lines.append(
                "person: phone \(person.phone), code \(person.code)\(password), home DC \(person.dataCenter)")
        }
        for bot in bots { lines.append("bot @\(bot.username): token \(bot.token), home DC \(bot.dataCenter)") }
        lines.append("Any other number 99966XYYYY can sign up on DC X; its code is X five times.")
        lines.append(warning)
        lines.append("Press Ctrl-C to stop.")
        return lines.joined(separator: "\n")
    }
}

/// The wish of the terminal or of the system that the program end.
private enum Interruption {
    /// Waits for SIGINT or SIGTERM.
    static func wait() async {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.finish() }
            source.resume()
            return source
        }
        for await _ in signals {}
        for source in sources { source.cancel() }
    }
}
