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

/// Keeps values in a file, and all of them in memory.
///
/// What was committed outlives the process whenever that ends. A power failure may take the last commits with it, never part
/// of one, and none before the last that was ``StoreBatch/isDurable``. Beside the file lies `NAME.lock`, which keeps every
/// other process out. A file that is damaged or not a store is an error, and is never changed. Only its owner may read it.
public actor FileStore {
    private struct Files {
        let paths: SessionPaths
        let lock: SessionLock
        var file: OpenFile
        var tables: StoreTables
        var recordCount: UInt64
        var end: Int
        /// How long the file was when it was written whole.
        var wholeSize: Int
        /// Whether the end of the file is not what this says, because writing failed.
        var isBroken = false
    }

    /// The path of the file, as it was given.
    public nonisolated let path: String
    private let executor = FileExecutor()
    private var files: Files?
    private var isClosed = false

    private static let sizeLimit = 1 << 30
    private static let smallestFoldedLog = 1 << 20

    /// Runs on a thread of its own, since files may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Names the file of a store; nothing is read before it is used.
    ///
    /// - Parameter path: The file, which need not exist, in a folder that does.
    public init(path: String) {
        self.path = path
    }

    private func opened() throws(StoreError) -> Files {
        if isClosed { throw .closed }
        if let files { return files }
        do throws(SessionStorageError) {
            let opened = try Self.open(path)
            files = opened
            return opened
        } catch {
            throw StoreError(error)
        }
    }

    private static func open(_ path: String) throws(SessionStorageError) -> Files {
        let paths = try SessionPaths(path)
        let lock = try SessionLock(path: paths.lock, session: paths.session)
        guard let file = try OpenFile.openingIfPresent(paths.session, O_RDWR) else {
            var files = Files(
                paths: paths, lock: lock, file: try OpenFile.opening(paths.session, O_RDWR | O_CREAT | O_NOFOLLOW),
                tables: StoreTables(), recordCount: 0, end: 0, wholeSize: 0)
            let header = StoreLog.header()
            try files.file.write(header, at: 0)
            files.end = header.count
            return files
        }
        let bytes = try file.contents(limit: sizeLimit)
        let contents: StoreLog.Contents
        do throws(SessionFormatError) {
            contents = bytes.count == 0 ? StoreLog.Contents() : try StoreLog.read(bytes)
        } catch {
            switch error.code {
            case .signatureMismatch: throw .foreign(path: path)
            case .versionUnsupported: throw .unsupportedVersion(path: path, error)
            default: throw .damaged(path: path, error)
            }
        }
        if bytes.count < StoreLog.headerLength { try file.write(StoreLog.header(), at: 0) }
        if contents.end < bytes.count { try file.truncate(to: contents.end) }
        _ = fchmod(file.descriptor, 0o600)
        return Files(
            paths: paths, lock: lock, file: file, tables: contents.tables, recordCount: contents.recordCount,
            end: contents.end, wholeSize: contents.end)
    }

    private func append(_ batch: StoreBatch) throws(SessionStorageError) {
        guard var current = files else { return }
        // A second reference would make every change copy the tables.
        files = nil
        defer { files = current }
        if current.isBroken || current.end > max(Self.smallestFoldedLog, 2 * current.wholeSize) {
            try Self.rewrite(&current)
        }
        guard let record = StoreLog.record(batch.changes, index: current.recordCount) else {
            throw .tooLarge(what: "bytes in one batch", count: batch.changes.count, limit: StoreLog.maximumBody)
        }
        guard current.end + record.count <= Self.sizeLimit else {
            throw .tooLarge(what: "bytes", count: current.end + record.count, limit: Self.sizeLimit)
        }
        do throws(SessionStorageError) {
            try current.file.write(record, at: current.end)
            if batch.isDurable { try current.file.synchronize() }
        } catch {
            current.isBroken = true
            throw error
        }
        current.end += record.count
        current.recordCount += 1
        _ = current.tables.apply(batch)
    }

    /// Writes everything into a new file, which takes the place of the old one.
    private static func rewrite(_ files: inout Files) throws(SessionStorageError) {
        let header = StoreLog.header()
        guard let record = StoreLog.record(files.tables.everything.changes, index: 0) else { return }
        unlink(files.paths.replacement)
        do throws(SessionStorageError) {
            let file = try OpenFile.opening(files.paths.replacement, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
            try file.write(header, at: 0)
            try file.write(record, at: header.count)
            try file.synchronize()
            guard rename(files.paths.replacement, files.paths.session) == 0 else {
                throw .system(operation: "rename", path: files.paths.session, code: errno)
            }
            files.file = file
        } catch {
            unlink(files.paths.replacement)
            throw error
        }
        files.end = header.count + record.count
        files.wholeSize = files.end
        files.recordCount = 1
        files.isBroken = false
        try OpenFile.synchronizeFolder(files.paths.folder)
    }
}

extension FileStore: Store {
    /// The value under a key.
    public func value(at key: StoreKey) throws(StoreError) -> [UInt8]? { try opened().tables.value(at: key) }

    /// The entries of a table in the order of their names.
    public func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) throws(StoreError) -> [StoreEntry] {
        _ = try opened()
        return files?.tables.entries(in: table, prefix: prefix, after: name, limit: limit) ?? []
    }

    /// Makes changes, all of them or none.
    public func commit(_ batch: StoreBatch) throws(StoreError) -> Bool {
        _ = try opened()
        guard batch.conditions.allSatisfy({ files?.tables.value(at: $0.key) == $0.value }) else { return false }
        if batch.isEmpty { return true }
        do throws(SessionStorageError) {
            try append(batch)
        } catch {
            throw StoreError(error)
        }
        return true
    }

    /// Lets go of the file.
    public func close() {
        isClosed = true
        files = nil
    }
}

extension StoreError {
    init(_ error: SessionStorageError) {
        switch error {
        case .inUse: self = .inUse("\(error)")
        case .foreign, .unsupportedVersion, .damaged: self = .damaged("\(error)")
        case .notOpen: self = .closed
        case .tooLarge, .system, .storage: self = .unavailable("\(error)")
        }
    }
}
