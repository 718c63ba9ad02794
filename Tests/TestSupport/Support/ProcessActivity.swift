// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Whether the process does anything, beside the thread that looks.
///
/// It holds for all tasks of the process: whoever waits for something blocks no thread, and whoever has something to do has
/// one that runs or wants to.
struct ProcessActivity {
    #if os(Linux)
    /// Whether no other thread runs or wants to run, as the kernel sees it; a busy machine does not make a process look idle.
    mutating func isQuiet() -> Bool {
        guard let folder = opendir("/proc/self/task") else { return true }
        defer { closedir(folder) }
        var busy = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let first = name.utf8.first, first != UInt8(ascii: ".") else { continue }
            if Self.isBusy("/proc/self/task/\(name)/stat") { busy += 1 }
            // The thread that looks is one of them.
            if busy > 1 { return false }
        }
        return true
    }

    /// Whether the state of a thread, which stands behind its name, is another than a sleep that can be interrupted.
    private static func isBusy(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0, let end = buffer.prefix(count).lastIndex(of: UInt8(ascii: ")")), end + 2 < count else {
            return false
        }
        return buffer[end + 2] != UInt8(ascii: "S")
    }
    #else
    private var last: UInt64 = 0

    /// Whether the process has hardly used its processors since the last look.
    mutating func isQuiet() -> Bool {
        let used = clock_gettime_nsec_np(CLOCK_PROCESS_CPUTIME_ID)
        defer { last = used }
        return used - last < 200_000
    }
    #endif
}
