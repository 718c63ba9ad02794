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
        case memory([UInt8])
        case disk(ScratchFile)
    }

    /// Files up to this size stay in memory, in bytes.
    static let inMemory: Int64 = 1 << 20

    private let place: Place
    let size: Int64

    init(_ bytes: [UInt8]) throws(RPCFailure) {
        size = Int64(bytes.count)
        if size <= Self.inMemory {
            place = .memory(bytes)
        } else {
            let file = try ScratchFile()
            try file.write(bytes, at: 0)
            place = .disk(file)
        }
    }

    init(_ file: ScratchFile, size: Int64) {
        place = .disk(file)
        self.size = size
    }

    /// Reads bytes.
    ///
    /// - Returns: The bytes; fewer or none where the file ends.
    func read(at offset: Int64, count: Int) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let count = Int(min(Int64(count), size - offset))
        switch place {
        case .memory(let bytes): return Array(bytes[Int(offset)..<Int(offset) + count])
        case .disk(let file): return file.read(at: offset, count: count)
        }
    }
}

/// A file without a name, which is gone with the last reference to it.
final class ScratchFile: Sendable {
    private let descriptor: CInt

    init() throws(RPCFailure) {
        let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
        var template = Array((folder + "/ferogram-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw RPCFailure(500, .storageFailed) }
        // Nobody else needs the name, and a server that is killed leaves nothing behind.
        unlink(template)
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
            while initialized < count {
                let length = pread(
                    descriptor, UnsafeMutableRawPointer(buffer.baseAddress?.advanced(by: initialized)),
                    count - initialized, off_t(offset) + off_t(initialized))
                if length < 0, errno == EINTR { continue }
                guard length > 0 else { break }
                initialized += length
            }
        }
    }
}

extension TLErrorName {
    /// What the server answers when it has no room for files; Telegram has no such error.
    static let storageFailed = TLErrorName(rawValue: "STORAGE_FAILED")
}
