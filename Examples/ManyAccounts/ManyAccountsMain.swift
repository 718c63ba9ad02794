// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import Ferogram
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import Foundation

/// Opens many accounts in one process, against a server in another one, and says what that takes.
///
/// `swift run -c release ExampleManyAccounts [COUNT]`; 1,000 accounts by default. It ends with 1 if something took longer
/// than 1,000 accounts may take on two cores, a server included.
@main
enum ManyAccountsMain {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let serves = arguments.first == "--serve"
        let numbers = serves ? arguments.dropFirst() : arguments[...]
        guard numbers.count <= 1, let count = numbers.first.map({ Int($0) }) ?? 1_000, 1...100_000 ~= count else {
            FileHandle.standardError.write(Data("usage: ExampleManyAccounts [COUNT], 1 to 100000\n".utf8))
            exit(2)
        }
        try raiseDescriptorLimit(to: 4 * count + 256)
        if serves { return try await serve(count) }
        let server = try Server(count)
        let folder = FileManager.default.temporaryDirectory.appending(path: "accounts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).configuration

        var failures: [String] = []
        let manager = SessionManager(configuration, folder: folder.path)
        // What the first account loads, code above all, is not what an account costs.
        if count > 1 { try await manager.open("account0").signIn(botToken: server.tokens[0]) }
        let before = residentMemory()
        try await measure("start with key exchanges and sign-in", atMost: 60, &failures) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, token) in server.tokens.enumerated().dropFirst(count > 1 ? 1 : 0) {
                    // A few at a time keep the cores busy; what more key exchanges need at once would count as the accounts'.
                    if index > 8 { try await group.next() }
                    group.addTask { try await manager.open("account\(index)").signIn(botToken: token) }
                }
                try await group.waitForAll()
            }
        }
        try await Task.sleep(for: .seconds(2))
        let memory = Double(residentMemory() - before) / Double(max(1, count - 1)) / 1_024
        print("memory: \((memory * 10).rounded() / 10) KiB an account beyond the first")
        let (idle, start) = (cpuTime(), DispatchTime.now().uptimeNanoseconds)
        try await Task.sleep(for: .seconds(count < 500 ? 2 : 10))
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        print("idle: \((cpuTime() - idle) / seconds / Double(count) * 1e6) µs CPU a second and account")
        try await measure("one message to each delivered", atMost: 5, &failures) {
            server.send()
            var heard: Set<String> = []
            for await event in manager.updates {
                if case .message = event.update { heard.insert(event.account) }
                if heard.count == count { break }
            }
        }
        try await measure("stop", atMost: 5, &failures) { await manager.closeAll(within: .seconds(30)) }

        let later = SessionManager(configuration, folder: folder.path)
        try await measure("start from saved sessions, until each account has answered", atMost: 5, &failures) {
            let results = await later.restoreAll()
            guard results.count == count else { throw Failure(description: "\(results.count) sessions") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for result in results.values {
                    let client = try result.get()
                    group.addTask { _ = try await client.me() }
                }
                try await group.waitForAll()
            }
        }
        try await measure("stop", atMost: 5, &failures) { await later.closeAll(within: .seconds(30)) }
        server.stop()
        guard failures.isEmpty else { throw Failure(description: "too slow: \(failures.joined(separator: "; "))") }
        print("\(count) accounts: all within their limits")
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static func measure(
        _ name: String, atMost limit: Double, _ failures: inout [String], _ body: () async throws -> some Any
    ) async throws {
        let (start, cpu) = (DispatchTime.now().uptimeNanoseconds, cpuTime())
        _ = try await body()
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        print("\(name): \(seconds) s of \(limit) s, \(cpuTime() - cpu) s of CPU")
        if seconds > limit { failures.append(name) }
    }

    /// Serves until the end of the input; each line lets a person write to every account.
    private static func serve(_ count: Int) async throws {
        let server = try await LocalServer.start()
        let ann = try server.addPerson("Ann")
        let bots = try (0..<count).map { try server.addBot(username: "account\($0)_bot") }
        let greeting =
            ["\(server.dataCenters[0].port)", Data(server.publicKey.pem.utf8).base64EncodedString()]
            + bots.map(\.token)
        FileHandle.standardOutput.write(Data((greeting.joined(separator: " ") + "\n").utf8))
        while readLine() != nil {
            for bot in bots { try await ann.send("hello", to: bot) }
        }
    }

    private static func cpuTime() -> Double {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func residentMemory() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4_096 : 0
    }

    /// Each account has a socket, and some files of its session.
    private static func raiseDescriptorLimit(to needed: Int) throws {
        var limit = rlimit()
        #if canImport(Darwin)
        let kind = RLIMIT_NOFILE
        #else
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        guard getrlimit(kind, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(needed))
        guard setrlimit(kind, &limit) == 0, limit.rlim_cur >= needed else {
            throw Failure(
                description:
                    "no more than \(limit.rlim_max) files can be open, and \(needed) are needed; ulimit -n raises that")
        }
    }
}

/// A server in a process of its own.
private struct Server {
    let directory: ServerDirectory
    let tokens: [String]
    private let process = Process()
    private let input = Pipe()

    init(_ count: Int) throws {
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["--serve", "\(count)"]
        let output = Pipe()
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw ManyAccountsMain.Failure(description: "the server did not start") }
            text += String(decoding: data, as: UTF8.self)
        }
        let words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
        guard words.count == count + 2, let port = UInt16(words[0]), let key = Data(base64Encoded: words[1]) else {
            throw ManyAccountsMain.Failure(description: "the server says something else")
        }
        directory = ServerDirectory(
            dataCenters: [1: Endpoint(host: "127.0.0.1", port: port)],
            publicKeys: [try RSAPublicKey(pem: String(decoding: key, as: UTF8.self))])
        tokens = Array(words.dropFirst(2))
    }

    func send() { input.fileHandleForWriting.write(Data("send\n".utf8)) }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
