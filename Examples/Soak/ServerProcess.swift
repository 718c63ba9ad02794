// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import Foundation

/// The process of the server, as seen from that of the clients.
final class ServerProcess: Sendable {
    let world: SoakWorld
    private let process: Process
    private let input: FileHandle
    private let answers: PendingAnswers

    /// Starts the process.
    init(_ options: SoakOptions) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["--serve", "\(options.seed)", options.breakage?.rawValue ?? "whole"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let answers = PendingAnswers()
        let lines = Lines.of(output.fileHandleForReading)
        Task {
            for await line in lines { answers.take(line) }
            answers.end()
        }
        // What it says by itself.
        guard let greeting = await answers.answer(0, {}) else { throw SoakError("the server did not start") }
        world = try JSONDecoder().decode(SoakWorld.self, from: Data(greeting.utf8))
        self.process = process
        self.input = input.fileHandleForWriting
        self.answers = answers
    }

    /// Has the server do something.
    ///
    /// - Parameter command: What, see ``SoakServer``.
    /// - Returns: What it answers.
    /// - Throws: ``SoakError`` if the process has come to its end.
    @discardableResult
    func ask(_ command: String) async throws -> String {
        let number = answers.makeNumber()
        let answer = await answers.answer(number) { input.write(Data("\(number) \(command)\n".utf8)) }
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
