// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import Foundation

/// The process of the server, as seen from that of the clients.
final class ServerProcess: Sendable {
    private struct State: Sendable {
        var last = 0
        var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
        /// Answers that came before they were waited for.
        var early: [Int: String] = [:]
        var isOver = false
    }

    let world: SoakWorld
    private let process: Process
    private let input: FileHandle
    private let state: Lock<State>

    /// Starts the process.
    init(_ options: SoakOptions) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["--serve", "\(options.seed)", options.breakage?.rawValue ?? "whole"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        self.process = process
        self.input = input.fileHandleForWriting
        let state = Lock(State())
        self.state = state
        let lines = Lines.of(output.fileHandleForReading)
        Task {
            for await line in lines { Self.take(line, state) }
            let waiting = state.withLock { state in
                state.isOver = true
                defer { state.waiting = [:] }
                return state.waiting.values
            }
            for continuation in waiting { continuation.resume(returning: nil) }
        }
        // What it says by itself.
        guard let greeting = await Self.answer(0, state, whenReady: {}) else {
            throw SoakError("the server did not start")
        }
        world = try JSONDecoder().decode(SoakWorld.self, from: Data(greeting.utf8))
    }

    private static func take(_ line: String, _ state: Lock<State>) {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let number = Int(words[0]) else { return }
        let continuation = state.withLock { state in
            if state.waiting[number] == nil { state.early[number] = String(words[1]) }
            return state.waiting.removeValue(forKey: number)
        }
        continuation?.resume(returning: String(words[1]))
    }

    /// Waits for an answer.
    private static func answer(_ number: Int, _ state: Lock<State>, whenReady: () -> Void) async -> String? {
        await withCheckedContinuation { continuation in
            let known: String?? = state.withLock { state in
                if let early = state.early.removeValue(forKey: number) { return .some(early) }
                if state.isOver { return .some(nil) }
                state.waiting[number] = continuation
                return nil
            }
            if let known { return continuation.resume(returning: known) }
            whenReady()
        }
    }

    /// Has the server do something.
    ///
    /// - Parameter command: What, see ``SoakServer``.
    /// - Returns: What it answers.
    /// - Throws: ``SoakError`` if the process has come to its end.
    @discardableResult
    func ask(_ command: String) async throws -> String {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        let answer = await Self.answer(number, state) { input.write(Data("\(number) \(command)\n".utf8)) }
        guard let answer else { throw SoakError("the process of the server has come to its end") }
        return answer
    }

    func report() async throws -> SoakServer.Report {
        try JSONDecoder().decode(SoakServer.Report.self, from: Data(try await ask("report").utf8))
    }

    func stop() {
        try? input.close()
        process.waitUntilExit()
    }
}

/// Why the soak itself cannot go on.
struct SoakError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
