// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTProto
import Foundation

/// The calls that this process and those before it ran, one line each: the key, the session, the id, the `random_id` and
/// what was said.
final class RunRecord: Sendable {
    private let descriptor: Int32
    private let randomIDs: Lock<Set<Int64>>
    /// The highest id that ran in each session when this process began.
    let highest: [CallOrigin: MessageID]

    init(_ url: URL) throws {
        var highest: [CallOrigin: MessageID] = [:]
        var randomIDs: Set<Int64> = []
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let numbers = line.split(separator: " ").prefix(4).compactMap { Int64($0) }
            guard numbers.count == 4 else { throw CocoaError(.fileReadCorruptFile) }
            let origin = CallOrigin(authKeyID: numbers[0], sessionID: numbers[1])
            let id = MessageID(rawValue: numbers[2])
            highest[origin] = max(highest[origin] ?? id, id)
            if numbers[3] != 0 { randomIDs.insert(numbers[3]) }
        }
        self.highest = highest
        self.randomIDs = Lock(randomIDs)
        descriptor = open(url.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw POSIXError(.EIO) }
    }

    /// Whether a `random_id` comes for the first time.
    func isNew(_ randomID: Int64) -> Bool {
        randomIDs.withLock { $0.insert(randomID).inserted }
    }

    /// Runs a call: one write, which is there in full or not at all, whenever the process is killed.
    func append(_ origin: CallOrigin, _ id: MessageID, _ text: String, randomID: Int64 = 0) {
        let line = "\(origin.authKeyID) \(origin.sessionID) \(id.rawValue) \(randomID) \(text)\n"
        let bytes = Array(line.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { exit(1) }
    }
}
