// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The right to use a session, as long as it exists.
///
/// It is a lock of the kernel on a file of its own, beside the session and never renamed, so that it also holds while
/// the session itself is replaced, and goes with its process however that ends. What the file says is information
/// alone.
final class SessionLock {
    private let file: OpenFile

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - path: The lock's file, which is made if there is none and stays.
    ///   - session: The session's file, for the error.
    /// - Throws: ``SessionStorageError/inUse(path:holder:)`` if somebody has it.
    init(path: String, session: String) throws(SessionStorageError) {
        guard OpenSessions.shared.insert(path) else {
            throw .inUse(path: session, holder: LockHolder.current.holder)
        }
        do throws(SessionStorageError) {
            file = try Self.locked(path: path, session: session)
        } catch {
            OpenSessions.shared.remove(path)
            throw error
        }
        // A lock without a name in it is as good.
        try? file.truncate(to: 0)
        try? file.write(Array(LockHolder.current.text.utf8), at: 0)
    }

    deinit {
        OpenSessions.shared.remove(file.path)
    }

    private static func locked(path: String, session: String) throws(SessionStorageError) -> OpenFile {
        while true {
            let file = try OpenFile.opening(path, O_RDWR | O_CREAT)
            while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
                switch errno {
                case EINTR: continue
                case EWOULDBLOCK: throw .inUse(path: session, holder: holder(in: file))
                default: throw .system(operation: "flock", path: path, code: errno)
                }
            }
            // Whoever removed the file between the two calls left us a lock that nobody else would see.
            let own = try file.status()
            var named = stat()
            if stat(path, &named) == 0, named.st_ino == own.st_ino, named.st_dev == own.st_dev { return file }
        }
    }

    private static func holder(in file: OpenFile) -> SessionHolder {
        guard let bytes = try? file.contents(limit: 4096) else { return SessionHolder(isThisProcess: false) }
        return LockHolder(bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }).holder
    }
}
