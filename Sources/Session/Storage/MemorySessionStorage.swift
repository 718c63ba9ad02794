// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps a session in memory, for tests and for those who store it themselves.
///
/// ```swift
/// let storage = MemorySessionStorage(try StringSession(text).data)
/// ```
public actor MemorySessionStorage {
    /// The session as it is now.
    public private(set) var data: SessionData
    private var isOpen = false

    /// Creates a storage.
    ///
    /// - Parameter data: What it holds at first.
    public init(_ data: SessionData = SessionData()) {
        self.data = data
    }
}

extension MemorySessionStorage: SessionStorage {
    /// Opens the session, and returns what it holds.
    public func open() throws(SessionStorageError) -> SessionData {
        guard !isOpen else { throw .inUse(path: "in memory", holder: SessionHolder(isThisProcess: true)) }
        isOpen = true
        return data
    }

    /// Keeps changes.
    public func save(_ changes: [SessionChange]) throws(SessionStorageError) {
        guard isOpen else { throw .notOpen }
        for change in changes { data.apply(change) }
    }

    /// Closes the session.
    public func close() {
        isOpen = false
    }
}
