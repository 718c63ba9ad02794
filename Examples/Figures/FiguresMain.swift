// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import Ferogram
import FerogramConnect
import FerogramCrypto
import Foundation

/// Sends a file to the account itself and downloads it again, and says what that took.
///
/// `ExampleFigures FILE CONNECTIONS` reads the description that ExampleLocalTelegram writes with `--json`, and writes a
/// line of JSON for each direction. `.ci/figures` measures other libraries beside it.
///
/// `ExampleFigures FILE CONNECTIONS TRANSFERS` says how long small calls take beside so many downloads of the file, and
/// `ExampleFigures members` what reading the members of @crowd_room takes, `ExampleFigures dialogs` the list of chats.
@main
enum FiguresMain {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let list = ["members", "dialogs"].first { arguments.dropFirst() == [$0] }
        guard list != nil || (3...4).contains(arguments.count),
            let connections = list != nil ? 1 : Int(arguments[2]), 1...32 ~= connections,
            let transfers = arguments.count == 4 ? Int(arguments[3]) : 0, 0...1_000 ~= transfers
        else {
            print("usage: ExampleFigures FILE CONNECTIONS [TRANSFERS] | members | dialogs")
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
        (limits.uploadConnections, limits.downloadConnections, limits.maxConnections) = (
            connections, connections, connections
        )
        limits.bypassesSizeTable = true
        let builder = TelegramClient.builder().apiID(1).apiHash("hash").server(directory)
            .transferLimits(limits)
        try await builder.withClient { client in
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: ann.phone) else { return }
            _ = try await client.signIn(with: code, code: ann.code)
            if list == "members" { return try await measureMembers(client) }
            if list == "dialogs" { return try await measureDialogs(client) }
            // What a first file makes ready is there.
            _ = try await client.sendDocument(to: "me", .data([1, 2, 3], name: "first.bin"))
            var start = Figures.now()
            let message = try await client.sendDocument(to: "me", .path(arguments[1]))
            if arguments.count == 4 { return try await measureCalls(client, beside: transfers, of: message) }
            try write("up", message.document?.size ?? 0, since: start)
            let target = URL(fileURLWithPath: arguments[1] + ".down")
            start = Figures.now()
            _ = try await message.download(to: target).value
            try write("down", message.document?.size ?? 0, since: start)
        }
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

    private static func write(_ direction: String, _ bytes: Int64, since start: Figures) throws {
        let end = Figures.now()
        let line: [String: Double] = [
            "seconds": end.seconds - start.seconds, "cpu": end.cpu - start.cpu, "bytes": Double(bytes),
            // The most since the program began, above what it had before this transfer.
            "memory": max(0, end.peak - start.resident),
        ]
        let data = try JSONEncoder().encode([direction: line])
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}

/// What the process has used so far.
private struct Figures {
    let seconds: Double
    let cpu: Double
    /// In bytes.
    let peak: Double
    let resident: Double

    static func now() -> Self {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        let unit = 1.0
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let unit = 1_024.0
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return Self(
            seconds: Double(DispatchTime.now().uptimeNanoseconds) / 1e9,
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), peak: Double(usage.ru_maxrss) * unit,
            resident: fields.count > 1 ? (Double(fields[1]) ?? 0) * 4_096 : 0)
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
