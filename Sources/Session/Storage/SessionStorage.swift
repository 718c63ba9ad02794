// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps a session.
///
/// A storage belongs to one client at a time. The client opens it, tells it what changes, and closes it:
///
/// ```swift
/// let data = try await storage.open()
/// try await storage.save([.homeDataCenter(2)])
/// await storage.close()
/// ```
public protocol SessionStorage: Sendable {
    /// Takes the storage for oneself and reads what it holds.
    ///
    /// - Returns: The session, empty if nothing was ever saved.
    /// - Throws: ``SessionStorageError`` if it is in use, or if what it holds cannot be read; then it is left as it is.
    func open() async throws(SessionStorageError) -> SessionData

    /// Saves what changed, all of it or nothing.
    ///
    /// When it returns, the changes outlive the process, and those that are ``SessionChange/isDurable`` a power failure
    /// as well. Calls that overlap are saved in the order in which they came.
    ///
    /// - Parameter changes: What changed, oldest first.
    /// - Throws: ``SessionStorageError`` if it is not open or cannot be written. What is stored is the old session then;
    ///   if only the disk did not confirm what was written, it may be the new one. Saving the changes again is right
    ///   either way.
    func save(_ changes: [SessionChange]) async throws(SessionStorageError)

    /// Lets go of the storage, after what is being saved is saved; it may be opened again.
    func close() async
}
