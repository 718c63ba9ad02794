// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The bytes of a file: in memory if they are few, otherwise on the disk.
final class FileContent: Sendable {
    private enum Place: Sendable {
        /// Pieces that are as long as the first one, but for the last.
        case memory([[UInt8]])
        case disk(ScratchFile)
    }

    /// Files up to this size stay in memory, in bytes.
    static let inMemory: Int64 = 1 << 20

    private let place: Place
    let size: Int64

    init(_ bytes: [UInt8]) throws(RPCFailure) {
        size = Int64(bytes.count)
        if size <= Self.inMemory {
            place = .memory([bytes])
        } else {
            let file = try ScratchFile()
            try file.write(bytes, at: 0)
            place = .disk(file)
        }
    }

    /// - Parameter pieces: The bytes in order, in pieces of one length; only the last may be shorter.
    init(pieces: [[UInt8]]) {
        size = pieces.reduce(0) { $0 + Int64($1.count) }
        place = .memory(pieces)
    }

    init(_ file: ScratchFile, size: Int64) {
        place = .disk(file)
        self.size = size
    }

    /// How many bytes there are at an offset, up to a limit.
    func count(from offset: Int64, limit: Int) -> Int {
        guard offset >= 0, offset < size, limit > 0 else { return 0 }
        return Int(min(Int64(limit), size - offset))
    }

    /// Reads bytes.
    ///
    /// - Returns: The bytes; fewer or none where the file ends.
    func read(at offset: Int64, count: Int) -> [UInt8] {
        let count = self.count(from: offset, limit: count)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
            initialized = read(at: offset, to: place)
        }
    }

    /// The bytes themselves, if they lie in memory one after another.
    func lend(at offset: Int64, count: Int) -> ArraySlice<UInt8>? {
        guard case .memory(let pieces) = place, count > 0, self.count(from: offset, limit: count) == count,
            let length = pieces.first?.count, length > 0
        else { return nil }
        let (index, start) = Int(offset).quotientAndRemainder(dividingBy: length)
        guard index < pieces.count, count <= pieces[index].count - start else { return nil }
        return pieces[index][start..<start + count]
    }

    /// Reads as many bytes as a place has room for, and says whether there were as many.
    func read(at offset: Int64, into target: UnsafeMutableRawBufferPointer) -> Bool {
        guard count(from: offset, limit: target.count) == target.count else { return false }
        return read(at: offset, to: target) == target.count
    }

    /// Reads bytes that there are, and says how many came.
    private func read(at offset: Int64, to target: UnsafeMutableRawBufferPointer) -> Int {
        switch place {
        case .disk(let file): return file.read(at: offset, into: target)
        case .memory(let pieces):
            let length = max(1, pieces.first?.count ?? 1)
            var done = 0
            while done < target.count {
                let (index, start) = (Int(offset) + done).quotientAndRemainder(dividingBy: length)
                guard index < pieces.count, start < pieces[index].count else { break }
                let count = min(pieces[index].count - start, target.count - done)
                UnsafeMutableRawBufferPointer(rebasing: target[done..<done + count])
                    .copyBytes(from: pieces[index][start..<start + count])
                done += count
            }
            return done
        }
    }
}

/// A file without a name, which is gone with the last reference to it.
final class ScratchFile: Sendable {
    private let descriptor: CInt

    init() throws(RPCFailure) {
        let place = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
        let path = place.path(percentEncoded: false)
        // Its own from the beginning: programs that start meanwhile have no part in it, and no link leads elsewhere.
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
        var descriptor = open(path, flags, 0o600)
        while descriptor < 0, errno == EINTR { descriptor = open(path, flags, 0o600) }
        guard descriptor >= 0 else { throw RPCFailure(500, .storageFailed) }
        // Nobody else needs the name, and a server that is killed leaves nothing behind.
        unlink(path)
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(RPCFailure) {
        let isWritten = bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let length = pwrite(
                    descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
                if length < 0, errno == EINTR { continue }
                guard length > 0 else { return false }
                done += length
            }
            return true
        }
        guard isWritten else { throw RPCFailure(500, .storageFailed) }
    }

    func read(at offset: Int64, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(buffer)
            initialized = read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: place[..<count]))
        }
    }

    /// Reads bytes to a place, and says how many there were.
    func read(at offset: Int64, into place: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < place.count {
            let length = pread(
                descriptor, place.baseAddress?.advanced(by: done), place.count - done, off_t(offset) + off_t(done))
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { break }
            done += length
        }
        return done
    }
}

extension TLErrorName {
    /// What the server answers when it has no room for files; Telegram has no such error.
    static let storageFailed = TLErrorName(rawValue: "STORAGE_FAILED")
}
