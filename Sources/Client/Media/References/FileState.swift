// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

/// What a client knows of files: where they were seen, their newest references, and what it has uploaded.
final class FileState: Sendable {
    private struct State {
        var origins = BoundedTable<FileKey, FileOrigin>(capacity: 8_192)
        var references = BoundedTable<FileKey, [UInt8]>(capacity: 4_096)
        var uploads = BoundedTable<Int64, UploadedFile>(capacity: 256)
        /// The files that are being written.
        var writing: Set<String> = []
        var paths: [TransferPath.Key: TransferPath] = [:]
    }

    /// How many paths are measured; there are fewer data centres.
    private static let mostPaths = 64

    private let state = Lock(State())
    /// What all transfers may have in memory.
    let budget: ByteBudget
    /// How many connections all transfers have together.
    private let connections: Int

    init(_ limits: TransferLimits) {
        budget = ByteBudget(limits.memoryBound)
        connections = max(1, limits.maxConnections)
    }

    /// The path of all transfers to a data centre, or from it.
    func path(_ key: TransferPath.Key) -> TransferPath {
        state.withLock { state in
            var key = key
            // Whoever names many data centres does not get a path for each.
            if state.paths[key] == nil, state.paths.count >= Self.mostPaths {
                key = .init(direction: key.direction, dataCenter: 0, isSmall: key.isSmall)
            }
            if let path = state.paths[key] { return path }
            let path = TransferPath(connections: connections)
            state.paths[key] = path
            return path
        }
    }

    /// Takes note of where a file was seen.
    func learn(_ key: FileKey, from origin: FileOrigin) {
        state.withLock { $0.origins[key] = origin }
    }

    /// Takes note of new references.
    func learn(_ found: [FileKey: [UInt8]], from origin: FileOrigin) {
        state.withLock { state in
            for (key, reference) in found {
                state.references[key] = reference
                state.origins[key] = origin
            }
        }
    }

    func origin(of key: FileKey) -> FileOrigin? { state.withLock { $0.origins[key] } }

    /// The newest reference, if one was fetched.
    func reference(of key: FileKey) -> [UInt8]? { state.withLock { $0.references[key] } }

    /// Takes note of an upload, of which the server may miss parts later.
    func learn(_ upload: UploadedFile) {
        state.withLock { $0.uploads[upload.id] = upload }
    }

    /// A download begins to write a file.
    ///
    /// - Returns: Whether no other one does.
    func begin(_ path: String) -> Bool { state.withLock { $0.writing.insert(path).inserted } }

    func end(_ path: String) { state.withLock { _ = $0.writing.remove(path) } }

    func upload(_ id: Int64) -> UploadedFile? { state.withLock { $0.uploads[id] } }
}

/// A table that forgets what was put in first when it is full.
struct BoundedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private var values: [Key: Value] = [:]
    private var order: [Key] = []
    private var first = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    subscript(key: Key) -> Value? {
        get { values[key] }
        set {
            guard let newValue else { return }
            if values.updateValue(newValue, forKey: key) == nil { order.append(key) }
            guard values.count > capacity else { return }
            values[order[first]] = nil
            first += 1
            if first > capacity {
                order.removeFirst(first)
                first = 0
            }
        }
    }

    var count: Int { values.count }
}
