// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps a session in a file.
///
/// The file is replaced in one step, so that whatever happens it holds the session as it was before a save or after it.
/// Beside it lie `NAME.lock`, which keeps every other process out, and while it is open `NAME.log` with what changed
/// since the file was last written; closing the storage leaves the file alone with all of it. Only its owner may read
/// them.
///
/// A file that is damaged or not a session is an error, and is never changed. A session that outgrows 1 GiB is not saved.
/// On a file system of another machine the lock may not hold: see ``isOnNetwork``.
public actor FileSessionStorage {
    private let executor = FileExecutor()
    private var files: SessionFiles?
    private let sizeLimit: Int

    /// The path of the file, as it was given.
    public nonisolated let path: String

    /// Where the actor runs: on a thread that may wait for the disk.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Names the file of a session.
    ///
    /// Nothing is read before ``open()``.
    ///
    /// - Parameter path: The file, which need not exist, in a folder that does.
    public init(path: String) {
        self.init(path: path, sizeLimit: SessionSnapshot.maximumSize)
    }

    /// Names the file of a session that may have so many bytes.
    init(path: String, sizeLimit: Int) {
        self.path = path
        self.sizeLimit = sizeLimit
    }

    /// Whether the file lies on another machine, where locks and the order of writes depend on that machine.
    public var isOnNetwork: Bool { files?.paths.isOnNetwork ?? false }
}

extension FileSessionStorage: SessionStorage {
    /// Opens the session, and returns what it holds.
    public func open() throws(SessionStorageError) -> SessionData {
        guard files == nil else { throw .inUse(path: path, holder: LockHolder.current.holder) }
        let opened = try SessionFiles(path, sizeLimit: sizeLimit)
        files = opened
        return opened.data
    }

    /// Keeps changes.
    public func save(_ changes: [SessionChange]) throws(SessionStorageError) {
        guard files != nil else { throw .notOpen }
        try files?.save(changes)
    }

    /// Closes the session.
    public func close() {
        // Should folding fail, the changes still lie in the log and are found at the next opening.
        try? files?.fold()
        files = nil
    }
}
