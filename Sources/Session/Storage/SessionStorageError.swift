// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Why a session could not be opened or saved.
///
/// It names files and processes, never what a session holds.
public enum SessionStorageError: Error, Sendable {
    /// Someone else has the session open.
    case inUse(path: String, holder: SessionHolder)
    /// The storage is not open.
    case notOpen
    /// What is stored is not a session of ours; it is left as it is.
    case foreign(path: String)
    /// What is stored was made by another version of this library.
    case unsupportedVersion(path: String, SessionFormatError)
    /// What is stored is incomplete or altered; it is left as it is.
    case damaged(path: String, SessionFormatError)
    /// The session does not fit the limits of the format.
    case tooLarge(what: String, count: Int, limit: Int)
    /// A call of the operating system failed.
    case system(operation: String, path: String, code: Int32)
    /// A storage of another kind failed.
    case storage(any Error)
}

extension SessionStorageError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .inUse(let path, let holder): "the session \(path) is in use by \(holder)"
        case .notOpen: "the session storage is not open"
        case .foreign(let path): "\(path) is not a session of this library; it was left as it is"
        case .unsupportedVersion(let path, let error):
            "this library does not read the session \(path): \(error); it was left as it is"
        case .damaged(let path, let error): "the session \(path) is damaged: \(error); it was left as it is"
        case .tooLarge(let what, let count, let limit): "a session holds at most \(limit) \(what), not \(count)"
        case .system("realpath", let path, ENOENT), .system("realpath", let path, EISDIR): Self.explain(path)
        case .system(let operation, let path, let code):
            "\(operation) failed for \(path): \(String(cString: strerror(code)))"
        case .storage(let error): "the session storage failed: \(error)"
        }
    }

    private static func explain(_ path: String) -> String {
        if path.isEmpty { return "the path of the session is empty" }
        if path.hasPrefix("~") {
            return "the path \(path) begins with ~, which only shells replace; give the whole path"
        }
        if path.hasSuffix("/") { return "the path \(path) names a folder; a session needs a file" }
        return "the folder of the session \(path) does not exist; create it first"
    }
}
