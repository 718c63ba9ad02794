// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import Foundation

/// A process that saves a session until it is killed, for the tests of what is left then.
///
/// `FerogramSessionKillTarget save PATH` goes on from what the session says. Before and after each save it writes eight
/// bytes: the number of the save, and in its highest bit whether the save is done.
///
/// `FerogramSessionKillTarget hold PATH` opens the session, saves once, writes eight bytes and waits for the end of its
/// input.
@main
struct SessionKillTarget {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            print("usage: FerogramSessionKillTarget save|hold PATH")
            exit(2)
        }
        let storage = FileSessionStorage(path: arguments[2])
        guard let data = try? await storage.open() else { exit(3) }
        var index = SessionScript.index(of: data)
        if arguments[1] == "hold" {
            try await storage.save(SessionScript.changes(index + 1))
            report(index, isDone: true)
            _ = FileHandle.standardInput.readDataToEndOfFile()
            return
        }
        while true {
            index += 1
            let changes = SessionScript.changes(index)
            report(index, isDone: false)
            try await storage.save(changes)
            report(index, isDone: true)
        }
    }

    private static func report(_ index: Int, isDone: Bool) {
        let word = UInt64(index) | (isDone ? 1 << 63 : 0)
        let bytes = withUnsafeBytes(of: word.littleEndian) { Array($0) }
        // Nobody listens any more when the test is gone.
        guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(1) }
    }
}
