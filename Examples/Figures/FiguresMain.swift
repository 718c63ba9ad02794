// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import Ferogram
import FerogramConnect
import FerogramCrypto
import Foundation

/// Sends a file to the account itself and downloads it again, and says what that took.
///
/// `ExampleFigures files CONNECTIONS FILE…` reads the description that ExampleLocalTelegram writes with `--json`, sends each
/// file and downloads each again, and writes lines of JSON for each direction. `.ci/figures` measures other libraries
/// beside it.
///
/// `ExampleFigures calls CONNECTIONS TRANSFERS FILE` says how long small calls take beside so many downloads of the file,
/// `ExampleFigures members` what reading the members of @crowd_room takes, and `ExampleFigures dialogs` the list of chats.
@main
enum FiguresMain {
    static func main() async throws {
        guard let task = Measurement(CommandLine.arguments.dropFirst()) else {
            print("usage: ExampleFigures files CONNECTIONS FILE… | calls CONNECTIONS TRANSFERS FILE")
            print("     | members | dialogs")
            exit(2)
        }
        let server = try JSONDecoder().decode(Server.self, from: FileHandle.standardInput.readDataToEndOfFile())
        guard let ann = server.people.first else {
            FileHandle.standardError.write(Data("the server has nobody who could sign in\n".utf8))
            exit(1)
        }
        var places: [Int: Endpoint] = [:]
        for place in server.dataCenters { places[place.id] = Endpoint(host: place.host, port: place.port) }
        let directory = ServerDirectory(dataCenters: places, publicKeys: [try RSAPublicKey(pem: server.publicKey)])
        var limits = TransferLimits()
        limits.uploadConnections = task.connections
        limits.downloadConnections = task.connections
        limits.maxConnections = task.connections
        limits.bypassesSizeTable = true
        let builder = TelegramClient.builder().apiID(1).apiHash("hash").server(directory)
            .transferLimits(limits).fileConnections(task.connections)
        try await builder.withClient { client in
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: ann.phone) else { return }
            _ = try await client.signIn(with: code, code: ann.code)
            // What a first file makes ready is there.
            if task.usesFiles { _ = try await client.sendDocument(to: "me", .data([1, 2, 3], name: "first.bin")) }
            switch task {
            case .files(_, let paths): try await measureFiles(client, paths)
            case .calls(_, let count, let path):
                let message = try await client.sendDocument(to: "me", .path(path))
                try await measureCalls(client, beside: count, of: message)
            case .members: try await measureMembers(client)
            case .dialogs: try await measureDialogs(client)
            }
        }
    }

    /// Sends all files one after the other, and downloads them again.
    private static func measureFiles(_ client: TelegramClient, _ paths: [String]) async throws {
        var messages: [Message] = []
        var series = Series("up")
        for path in paths {
            messages.append(try await client.sendDocument(to: "me", .path(path)))
            series.add()
        }
        let size = messages.first?.document?.size ?? 0
        try series.write(bytes: size)
        series = Series("down")
        for (message, path) in zip(messages, paths) {
            _ = try await message.download(to: URL(fileURLWithPath: path + ".down")).value
            series.add()
        }
        try series.write(bytes: size)
    }

    /// Reads all members of a group, ten times.
    private static func measureMembers(_ client: TelegramClient) async throws {
        var count = 0
        _ = try await client.participants(of: "@crowd_room").first(200)
        let start = Figures.now()
        for _ in 0..<10 {
            for try await _ in client.participants(of: "@crowd_room") { count += 1 }
        }
        let end = Figures.now()
        guard count > 0 else { return print("the group has no members") }
        let pages = Double(count) / 200
        print("\(count) members: \((end.cpu - start.cpu) / pages * 1e3) ms of CPU a page of 200")
    }

    /// Reads the list of chats ten times.
    private static func measureDialogs(_ client: TelegramClient) async throws {
        var count = 0
        _ = try await client.dialogs(.main).first(100)
        let start = Figures.now()
        for _ in 0..<10 {
            for try await _ in client.dialogs(.main) { count += 1 }
        }
        let end = Figures.now()
        guard count > 0 else { return print("there are no chats") }
        print("\(count) chats: \((end.cpu - start.cpu) / (Double(count) / 100) * 1e3) ms of CPU a page of 100")
    }

    /// Makes 1,000 small calls one after another while a file is downloaded so many times at once.
    private static func measureCalls(
        _ client: TelegramClient, beside count: Int, of message: Message
    ) async throws {
        guard let document = message.document else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    while !Task.isCancelled {
                        for try await _ in client.chunks(of: document) where Task.isCancelled { return }
                    }
                }
            }
            try await Task.sleep(for: .seconds(2))
            var times: [Double] = []
            for _ in 0..<1_000 {
                let start = DispatchTime.now().uptimeNanoseconds
                _ = try await client.nearestDataCenter()
                times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
            }
            group.cancelAll()
            times.sort()
            print("beside \(count) transfers: median \(times[500]) ms, p99 \(times[990]) ms")
        }
    }
}

/// What is measured.
private enum Measurement {
    case files(connections: Int, [String])
    case calls(connections: Int, transfers: Int, String)
    case members
    case dialogs

    init?(_ arguments: some Collection<String>) {
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "files":
            guard rest.count > 1, let connections = Int(rest[0]), 1...32 ~= connections else { return nil }
            self = .files(connections: connections, Array(rest[1...]))
        case "calls":
            guard rest.count == 3, let connections = Int(rest[0]), 1...32 ~= connections,
                let transfers = Int(rest[1]), 1...1_000 ~= transfers
            else { return nil }
            self = .calls(connections: connections, transfers: transfers, rest[2])
        case "members" where rest.isEmpty: self = .members
        case "dialogs" where rest.isEmpty: self = .dialogs
        default: return nil
        }
    }

    var connections: Int {
        switch self {
        case .files(let connections, _), .calls(let connections, _, _): connections
        case .members, .dialogs: 1
        }
    }

    var usesFiles: Bool {
        switch self {
        case .files, .calls: true
        case .members, .dialogs: false
        }
    }
}

/// Where the server is, and who can sign in.
private struct Server: Decodable {
    struct Place: Decodable {
        let id: Int
        let host: String
        let port: UInt16
    }

    struct Someone: Decodable {
        let phone: String
        let code: String
    }

    let dataCenters: [Place]
    let publicKey: String
    let people: [Someone]
}
