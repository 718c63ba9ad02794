// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramPostgreSQL
import FerogramSQLite
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import Foundation

/// A process that uses a store until it is killed, for the tests of what is left then.
///
/// `FerogramStoreKillTarget save STORE` goes on from what the session in the store says. Before and after each save it writes
/// eight bytes: the number of the save, and in its highest bit whether the save is done.
///
/// `FerogramStoreKillTarget bot STORE PORT KEY` answers the messages of a local server with the help of a journal.
///
/// A store is `file:PATH`, `sqlite:PATH` or `postgresql:PARAMETERS`.
@main
struct StoreKillTarget {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 2, let text = arguments.dropFirst().first, let store = store(text) else {
            print("usage: FerogramStoreKillTarget save|bot STORE …")
            exit(2)
        }
        switch arguments.first {
        case "save": try await save(store)
        case "bot": try await JournalBot.run(store, Array(arguments.dropFirst(2)))
        default: exit(2)
        }
    }

    private static func store(_ text: String) -> (any Store)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "file": return FileStore(path: rest)
        #if SQLite
        case "sqlite": return SQLiteStore(path: rest)
        #endif
        #if PostgreSQL
        case "postgresql": return PostgreSQLStore(rest)
        #endif
        default: return nil
        }
    }

    private static func save(_ store: any Store) async throws {
        let storage = StoreSessionStorage(store)
        guard let data = try? await storage.open() else { exit(3) }
        var index = SessionScript.index(of: data)
        while true {
            index += 1
            report(index, isDone: false)
            try await storage.save(SessionScript.changes(index))
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
