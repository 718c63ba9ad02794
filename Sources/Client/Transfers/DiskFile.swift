// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file on disk that is read or written at any place, from any thread.
final class DiskFile: Sendable {
    let path: String
    private let descriptor: CInt
    /// How long it was when it was opened, in bytes.
    let size: Int64
    /// When it was changed last, in nanoseconds since 1970.
    let modified: Int64

    private init(_ path: String, _ flags: CInt) throws(TransferError) {
        self.path = path
        var descriptor = open(path, flags | O_CLOEXEC, 0o644)
        while descriptor < 0, errno == EINTR { descriptor = open(path, flags | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else { throw .file(FileFailure("open", path, code: errno)) }
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .file(FileFailure("stat", path, code: code))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .file(FileFailure("open", path, code: EINVAL, text: "not a file"))
        }
        size = Int64(status.st_size)
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        modified = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    convenience init(reading path: String) throws(TransferError) {
        try self.init(path, O_RDONLY)
    }

    /// Opens a file to be written, new or as it is.
    convenience init(writing path: String, isNew: Bool) throws(TransferError) {
        try self.init(path, O_RDWR | O_CREAT | (isNew ? O_TRUNC : 0))
    }

    deinit {
        close(descriptor)
    }

    /// Reads bytes.
    ///
    /// - Returns: The bytes; fewer where the file ends.
    /// - Throws: ``TransferError/file(_:)``.
    func read(at offset: Int64, count: Int) throws(TransferError) -> [UInt8] {
        var failure: TransferError?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, initialized in
            do throws(TransferError) {
                let place = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[..<max(0, count)])
                initialized = try read(at: offset, into: place)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Reads bytes to a place.
    ///
    /// - Returns: How many; fewer than there is room for where the file ends.
    /// - Throws: ``TransferError/file(_:)``.
    func read(at offset: Int64, into place: UnsafeMutableRawBufferPointer) throws(TransferError) -> Int {
        var done = 0
        while done < place.count, offset >= 0 {
            let length = pread(
                descriptor, place.baseAddress?.advanced(by: done), place.count - done, off_t(offset) + off_t(done))
            if length < 0, errno == EINTR { continue }
            guard length >= 0 else { throw .file(FileFailure("read", path, code: errno)) }
            guard length > 0 else { break }
            done += length
        }
        return done
    }

    /// Writes bytes at a place.
    func write(_ bytes: some Collection<UInt8>, at offset: Int64) throws(TransferError) {
        let written: CInt? = bytes.withContiguousStorageIfAvailable { write(UnsafeRawBufferPointer($0), at: offset) }
        let code = written ?? Array(bytes).withUnsafeBytes { write($0, at: offset) }
        guard code == 0 else { throw .file(FileFailure("write", path, code: code)) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) -> CInt {
        var done = 0
        while done < bytes.count {
            let length = pwrite(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { return errno }
            done += length
        }
        return 0
    }

    /// Shortens or lengthens the file.
    func truncate(to length: Int64) throws(TransferError) {
        while ftruncate(descriptor, off_t(length)) != 0 {
            guard errno == EINTR else { throw .file(FileFailure("truncate", path, code: errno)) }
        }
    }

    /// Waits until what was written is on the disk.
    func synchronize() throws(TransferError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw .file(FileFailure("fsync", path, code: errno)) }
        }
    }

    /// Gives a file another name, in the place of one that has it.
    static func rename(_ path: String, to target: String) throws(TransferError) {
        #if canImport(Darwin)
        let code = Darwin.rename(path, target)
        #elseif canImport(Glibc)
        let code = Glibc.rename(path, target)
        #else
        let code = Musl.rename(path, target)
        #endif
        guard code == 0 else { throw .file(FileFailure("rename", path, code: errno)) }
    }

    /// Removes a file; one that does not exist is no error.
    static func remove(_ path: String) { unlink(path) }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

extension DiskFile: ByteWindow {
    var count: Int64 { size }

    func bytes(at offset: Int64, count: Int) -> [UInt8] {
        guard offset >= 0, offset < size else { return [] }
        do throws(TransferError) { return try read(at: offset, count: count) } catch { return [] }
    }
}

/// The system's words for an error.
func systemMessage(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
