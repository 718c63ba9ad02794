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

/// A file that is open until the last reference goes.
final class OpenFile {
    let descriptor: CInt
    let path: String

    private init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Opens a file; child processes do not inherit it.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - flags: Those of `open`.
    ///   - mode: The rights of a new file; by default nobody else may read it.
    /// - Returns: The file.
    /// - Throws: ``SessionStorageError/system(operation:path:code:)``.
    static func opening(
        _ path: String, _ flags: CInt = O_RDONLY, mode: mode_t = 0o600
    ) throws(SessionStorageError) -> OpenFile {
        while true {
            let descriptor = open(path, flags | O_CLOEXEC, mode)
            if descriptor >= 0 { return OpenFile(descriptor: descriptor, path: path) }
            guard errno == EINTR else { throw .system(operation: "open", path: path, code: errno) }
        }
    }

    /// Opens a file, or gives `nil` if there is none.
    static func openingIfPresent(_ path: String, _ flags: CInt) throws(SessionStorageError) -> OpenFile? {
        do throws(SessionStorageError) {
            return try opening(path, flags)
        } catch {
            if case .system(_, _, ENOENT) = error { return nil }
            throw error
        }
    }

    /// Takes away the rights of everybody but the owner.
    func closeToOthers() throws(SessionStorageError) {
        guard fchmod(descriptor, 0o600) == 0 else { throw failure("fchmod") }
    }

    /// The facts about the file.
    func status() throws(SessionStorageError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("fstat") }
        return status
    }

    /// Reads the whole file into memory that is wiped.
    ///
    /// - Parameter limit: The most bytes that it may have.
    /// - Returns: The bytes.
    /// - Throws: ``SessionStorageError`` if it cannot be read, has too many bytes, or is no file.
    func contents(limit: Int) throws(SessionStorageError) -> SecureBytes {
        let status = try status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign(path: path) }
        guard status.st_size <= limit else {
            throw .tooLarge(what: "bytes", count: Int(clamping: status.st_size), limit: limit)
        }
        return try SecureBytes(count: Int(status.st_size)) { memory throws(SessionStorageError) in
            var done = 0
            while done < memory.count {
                let length = pread(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: memory[done...]).baseAddress,
                    memory.count - done,
                    off_t(done))
                if length < 0, errno == EINTR { continue }
                guard length >= 0 else { throw failure("read") }
                guard length > 0 else {
                    // Another program shortened it meanwhile.
                    throw .damaged(path: path, SessionFormatError(.truncated, field: "file", position: done))
                }
                done += length
            }
        }
    }

    /// Reads a file of the kernel, whose size is not known before.
    ///
    /// - Parameter limit: How many bytes are read at most.
    /// - Returns: What could be read.
    func stream(limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let length = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { break }
            bytes += piece.prefix(length)
        }
        return bytes
    }

    /// Writes bytes at a place.
    func write(_ bytes: some ByteSource, at offset: Int) throws(SessionStorageError) {
        try bytes.withContiguousBytes { bytes throws(SessionStorageError) in
            var done = 0
            while done < bytes.count {
                let length = pwrite(
                    descriptor, UnsafeRawBufferPointer(rebasing: bytes[done...]).baseAddress, bytes.count - done,
                    off_t(offset + done))
                if length < 0, errno == EINTR { continue }
                guard length > 0 else { throw failure("write") }
                done += length
            }
        }
    }

    /// Shortens the file.
    func truncate(to length: Int) throws(SessionStorageError) {
        while ftruncate(descriptor, off_t(length)) != 0 {
            guard errno == EINTR else { throw failure("ftruncate") }
        }
    }

    /// Waits until what was written is on the disk.
    func synchronize() throws(SessionStorageError) {
        #if canImport(Darwin)
        // fsync leaves the data in the cache of the disk there.
        if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw failure("fsync") }
        }
    }

    /// Waits until the names in a folder are on the disk.
    static func synchronizeFolder(_ path: String) throws(SessionStorageError) {
        let folder = try opening(path, O_RDONLY | O_DIRECTORY)
        while fsync(folder.descriptor) != 0 {
            // Some file systems cannot do it; there is nothing more to do then.
            if errno == EINVAL || errno == ENOTSUP { return }
            guard errno == EINTR else { throw folder.failure("fsync") }
        }
    }

    private func failure(_ operation: String) -> SessionStorageError {
        .system(operation: operation, path: path, code: errno)
    }
}
