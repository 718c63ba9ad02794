// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The sessions that this process has open.
///
/// The lock of the kernel tells one process from another. Between two storages of one process it does so only where the file
/// system is the machine's own, so they are told apart here.
final class OpenSessions: Sendable {
    static let shared = OpenSessions()

    private let paths = Lock<Set<String>>([])

    private init() {}

    /// Takes a path for oneself.
    ///
    /// - Parameter path: The path, without links.
    /// - Returns: Whether nobody had it.
    func insert(_ path: String) -> Bool {
        paths.withLock { $0.insert(path).inserted }
    }

    /// Whether somebody has a path.
    func contains(_ path: String) -> Bool { paths.withLock { $0.contains(path) } }

    /// Gives a path back.
    func remove(_ path: String) {
        _ = paths.withLock { $0.remove(path) }
    }
}
