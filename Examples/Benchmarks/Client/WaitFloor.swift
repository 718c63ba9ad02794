// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation
import Synchronization

/// What a task takes that waits and does nothing else: no conversation can take less.
///
/// It is measured in a process of its own, so that the memory that it frees is not taken for that of conversations.
enum WaitFloor {
    /// What makes this executable measure it.
    static let argument = "--wait-floor"

    private static let count = 10_000
    private static let waiting = Mutex<[UnsafeContinuation<Void, Never>]>([])

    /// The bytes of one task.
    static func measured() throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [argument]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Measures, writes the result, and ends the process.
    static func run() async -> Never {
        let before = Machine.residentSize
        await withDiscardingTaskGroup { group in
            for _ in 0..<count {
                group.addTask { await withUnsafeContinuation { place in waiting.withLock { $0.append(place) } } }
            }
            while waiting.withLock({ $0.count }) < count { await Task.yield() }
            print(Double(Machine.residentSize - before) / Double(count))
            for place in waiting.withLock({ $0 }) { place.resume() }
        }
        exit(0)
    }
}
