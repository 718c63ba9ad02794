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

/// The files of a session that is open: the whole session, and the changes since.
///
/// Every change is in one of them before the call returns. Changes that must survive a power failure rewrite the whole
/// session, which takes the place of the old one in one step; the rest goes to the end of the log, so that a state that
/// changes with every message does not cost a session with all its peers each time.
struct SessionFiles {
    /// When the log is longer than this and than the session, it is folded into it.
    static let smallestFoldedLog = 1 << 20

    let paths: SessionPaths
    /// How many bytes the session and the log may have each; nothing is written that could not be read again.
    private let sizeLimit: Int
    private(set) var data: SessionData
    private var lock: SessionLock
    private var log: OpenFile?
    private var generation: UInt64?
    private var recordCount: UInt64 = 0
    private var logEnd = 0
    private var snapshotSize = 0

    /// Takes the lock and reads what is there.
    init(_ path: String, sizeLimit: Int) throws(SessionStorageError) {
        self.sizeLimit = sizeLimit
        paths = try SessionPaths(path)
        lock = try SessionLock(path: paths.lock, session: paths.session)
        data = SessionData()
        guard let file = try OpenFile.openingIfPresent(paths.session, O_RDONLY) else { return }
        let bytes = try file.contents(limit: sizeLimit)
        let snapshot = try Self.reading(paths.session) { () throws(SessionFormatError) in try SessionSnapshot(bytes) }
        data = snapshot.data
        snapshotSize = bytes.count
        try readLog(of: snapshot.generation)
        generation = snapshot.generation
        // It may have been copied here with the rights of any other file.
        _ = fchmod(file.descriptor, 0o600)
    }

    private mutating func readLog(of generation: UInt64) throws(SessionStorageError) {
        guard let file = try OpenFile.openingIfPresent(paths.log, O_RDWR) else { return }
        let bytes = try file.contents(limit: sizeLimit)
        var changed = data
        let contents = try Self.reading(paths.log) { () throws(SessionFormatError) in
            try SessionLog.apply(bytes, generation: generation, to: &changed)
        }
        guard let contents else { return }
        if contents.end < bytes.count { try file.truncate(to: contents.end) }
        data = changed
        log = file
        recordCount = contents.recordCount
        logEnd = contents.end
    }

    private static func reading<Result>(
        _ path: String, _ body: () throws(SessionFormatError) -> Result
    ) throws(SessionStorageError) -> Result {
        do throws(SessionFormatError) {
            return try body()
        } catch {
            switch error.code {
            case .signatureMismatch: throw .foreign(path: path)
            case .versionUnsupported: throw .unsupportedVersion(path: path, error)
            default: throw .damaged(path: path, error)
            }
        }
    }

    /// Saves changes.
    mutating func save(_ changes: [SessionChange]) throws(SessionStorageError) {
        guard !changes.isEmpty else { return }
        let isDurable = changes.contains { $0.isDurable }
        if !isDurable, let generation,
            let record = SessionLog.record(changes, generation: generation, index: recordCount),
            max(logEnd, SessionLog.headerLength) + record.count <= sizeLimit
        {
            try append(record, generation: generation)
            for change in changes { data.apply(change) }
            // The changes are safe in the log already; should folding fail, the next save tries again.
            if logEnd > max(Self.smallestFoldedLog, snapshotSize) { try? writeSnapshot(data) }
        } else {
            var changed = data
            for change in changes { changed.apply(change) }
            try writeSnapshot(changed)
        }
    }

    /// Folds the log into the session, so that the session's file alone is all of it.
    mutating func fold() throws(SessionStorageError) {
        if recordCount > 0 { try writeSnapshot(data) }
    }

    private mutating func append(_ record: SecureBytes, generation expected: UInt64) throws(SessionStorageError) {
        if log == nil {
            let file = try OpenFile.opening(paths.log, O_RDWR | O_CREAT | O_TRUNC)
            // A file that was there keeps its rights.
            try file.closeToOthers()
            let header = SessionLog.header(generation: expected)
            try file.write(header, at: 0)
            log = file
            logEnd = header.count
        }
        guard let log else { return }
        let end = logEnd
        do throws(SessionStorageError) {
            try log.write(record, at: end)
        } catch {
            // Half a record at the end counts as none, but the next one would follow it.
            // Without a generation the next save writes the whole session.
            do throws(SessionStorageError) { try log.truncate(to: end) } catch { generation = nil }
            throw error
        }
        logEnd = end + record.count
        recordCount += 1
    }

    private mutating func writeSnapshot(_ data: SessionData) throws(SessionStorageError) {
        var generator = SystemRandomness()
        let snapshot = SessionSnapshot(data: data, generation: generator.next())
        let size = snapshot.encodedSize
        guard size <= sizeLimit else { throw .tooLarge(what: "bytes", count: size, limit: sizeLimit) }
        let bytes = snapshot.encoded()
        unlink(paths.replacement)
        do throws(SessionStorageError) {
            let file = try OpenFile.opening(paths.replacement, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
            try file.write(bytes, at: 0)
            try file.synchronize()
            guard rename(paths.replacement, paths.session) == 0 else {
                throw .system(operation: "rename", path: paths.session, code: errno)
            }
        } catch {
            unlink(paths.replacement)
            throw error
        }
        // The new session is in place, and the log belongs to the old one. It says so, should removing it fail.
        self.data = data
        generation = snapshot.generation
        snapshotSize = bytes.count
        log = nil
        logEnd = 0
        recordCount = 0
        try OpenFile.synchronizeFolder(paths.folder)
        unlink(paths.log)
    }
}
