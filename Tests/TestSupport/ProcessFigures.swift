// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// What the process holds.
package enum ProcessFigures {
    /// How many file descriptors are open.
    package static func descriptorCount() throws -> Int {
        #if os(Linux)
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        #else
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
        #endif
    }

    /// How many threads there are; nothing where nobody says so.
    package static var threadCount: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
    }

    /// How many bytes the program has allocated and not freed; `nil` where nobody says so.
    package static var liveMemory: Int? {
        #if canImport(Glibc)
        // It is not in the module that Swift has of the C library.
        typealias Info = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
        guard let symbol = dlsym(nil, "malloc_info") else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let file = open_memstream(&text, &size) else { return nil }
        let code = unsafeBitCast(symbol, to: Info.self)(0, file)
        fclose(file)
        defer { free(text) }
        guard code == 0, let text else { return nil }
        // The sums over all heaps come last.
        let sums = String(cString: text).components(separatedBy: "</heap>").last ?? ""
        func sum(_ name: String) -> Int? {
            guard let line = sums.split(separator: "\n").first(where: { $0.contains(name) }),
                let value = line.components(separatedBy: "size=\"").last?.prefix(while: \.isNumber)
            else { return nil }
            return Int(value)
        }
        guard let system = sum("<system type=\"current\""), let fast = sum("<total type=\"fast\""),
            let rest = sum("<total type=\"rest\""), let mapped = sum("<total type=\"mmap\"")
        else { return nil }
        return system - fast - rest + mapped
        #else
        return nil
        #endif
    }

    /// How much memory the process has, in bytes; nothing where nobody says so.
    package static var residentMemory: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}
