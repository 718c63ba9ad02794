// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Does pieces of work on all cores.
package enum ParallelPieces {
    /// Works on all pieces, as long as anybody wants more.
    ///
    /// - Parameters:
    ///   - pieces: What to work on.
    ///   - work: What to do with a piece.
    ///   - receive: Takes the results, in the order in which they come, and says whether to go on.
    package static func run<Piece: Sendable, Result: Sendable>(
        _ pieces: [Piece], _ work: @escaping @Sendable (Piece) -> Result, receive: (Result) -> Bool
    ) async {
        await withTaskGroup(of: Result.self) { group in
            var waiting = pieces[...]
            func start() {
                guard let piece = waiting.popFirst() else { return }
                group.addTask { work(piece) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start() }
            for await result in group {
                if receive(result) { start() } else { waiting = [] }
            }
        }
    }
}
