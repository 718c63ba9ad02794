// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import CFerogramEvent

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the system gives, with the differences of the platforms hidden.
enum SystemCalls {
    /// Closes a descriptor.
    ///
    /// What it says is not of use: after `EINTR` the descriptor is gone as well.
    static func close(_ descriptor: Int32) {
        #if canImport(Darwin)
        _ = Darwin.close(descriptor)
        #elseif canImport(Glibc)
        _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #endif
    }

    /// Makes a pipe whose ends do not block.
    static func pipe() throws(ConnectionError) -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
        let result = Darwin.pipe(&ends)
        #else
        let result = ferogram_pipe2(&ends, O_CLOEXEC | O_NONBLOCK)
        #endif
        guard result == 0 else { throw failure("pipe", errno) }
        #if canImport(Darwin)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        #endif
        return (ends[0], ends[1])
    }

    /// Reads all that a pipe holds.
    static func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { bytes in
            while true {
                let count = read(descriptor, bytes.baseAddress, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count == bytes.count else { return }
            }
        }
    }

    /// Writes a byte into a pipe; if that is full, it holds bytes enough.
    static func writeByte(_ descriptor: Int32) {
        var byte: UInt8 = 1
        while write(descriptor, &byte, 1) < 0, errno == EINTR {}
    }

    // MARK: Errors

    /// The error that a failed system call stands for.
    static func failure(_ operation: String, _ code: Int32) -> ConnectionError {
        let meaning: ConnectionError.Code =
            switch code {
            case ECONNREFUSED: .refused
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, EAFNOSUPPORT: .unreachable
            case ETIMEDOUT: .timedOut
            case EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC: .exhausted
            default: .broken
            }
        return ConnectionError(meaning, operation: operation, systemCode: code)
    }

    /// What the system says about an error.
    static func text(of code: Int32, operation: String?) -> String {
        if operation == "getaddrinfo" { return gai_strerror(code).map { String(cString: $0) } ?? "unknown" }
        var buffer = [CChar](repeating: 0, count: 128)
        // Both kinds of strerror_r either fill the buffer or leave it empty.
        _ = strerror_r(code, &buffer, buffer.count)
        let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return text.isEmpty ? "unknown" : String(decoding: text, as: UTF8.self)
    }
}
