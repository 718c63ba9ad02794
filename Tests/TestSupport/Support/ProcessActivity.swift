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
            let isBusy = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    name[0] != 0x2E && Self.isBusy(name, in: dirfd(folder))
                }
            }
            if isBusy { busy += 1 }
            // The thread that looks is one of them.
            if busy > 1 { return false }
        }
        return true
    }

    /// Whether the state of a thread, which stands behind its name, is another than a sleep that can be interrupted.
    ///
    /// It is called very often, so it allocates nothing.
    private static func isBusy(_ thread: UnsafePointer<CChar>, in folder: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer in
            guard let base = buffer.baseAddress else { return false }
            let path = base.assumingMemoryBound(to: CChar.self)
            let length = strnlen(thread, 100)
            memcpy(base, thread, length)
            memcpy(base + length, "/stat", 6)
            let descriptor = openat(folder, path, O_RDONLY)
            guard descriptor >= 0 else { return false }
            let count = read(descriptor, base, buffer.count)
            close(descriptor)
            // A number, the name in parentheses, which has fifteen characters at most, and the state.
            var end = min(count, 40) - 1
            while end > 0, buffer[end] != UInt8(ascii: ")") { end -= 1 }
            return end > 0 && end + 2 < count && buffer[end + 2] != UInt8(ascii: "S")
        }
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
