// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension SessionStorage where Self == FileSessionStorage {
    /// Keeps the session in a file, which no other client may use meanwhile.
    ///
    /// - Parameter path: The path of the file; it is made if there is none.
    /// - Returns: The storage.
    public static func file(_ path: String) -> FileSessionStorage { FileSessionStorage(path: path) }
}

extension SessionStorage where Self == MemorySessionStorage {
    /// Keeps the session in memory: it is gone when the program ends.
    public static var memory: MemorySessionStorage { MemorySessionStorage() }

    /// Begins with a session that is at hand, for example from ``StringSession``, and keeps changes in memory.
    ///
    /// - Parameter data: The session.
    /// - Returns: The storage.
    public static func memory(_ data: SessionData) -> MemorySessionStorage { MemorySessionStorage(data) }
}
