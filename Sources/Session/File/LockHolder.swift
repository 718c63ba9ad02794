// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a process writes into its lock.
struct LockHolder {
    let lines: [String: String]

    /// Reads the text of a lock, of which any line may be missing.
    init(_ text: String) {
        var lines: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            lines[String(line[..<colon])] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        self.lines = lines
    }

    /// This process, at this moment.
    static var current: Self {
        Self("host: \(hostName)\nboot: \(bootID)\npid: \(getpid())\nsince: \(time(nil))\n")
    }

    var text: String {
        ["host", "boot", "pid", "since"].map { "\($0): \(lines[$0] ?? "")\n" }.joined()
    }

    /// Whether the process is one of this machine that has ended; `false` also if nobody can say.
    var hasEnded: Bool {
        let current = Self.current
        let isHere = ["host", "boot"].allSatisfy { lines[$0]?.isEmpty == false && lines[$0] == current.lines[$0] }
        // Containers count their processes by themselves.
        guard isHere, let space = lines["space"], space == Self.processSpace, let number = lines["pid"],
            let process = pid_t(number), process > 0
        else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }

    /// What tells the process numbers of this process's container from those of others.
    static var processSpace: String {
        #if canImport(Darwin)
        return "0"
        #else
        var status = stat()
        guard stat("/proc/self/ns/pid", &status) == 0 else { return "" }
        return "\(status.st_ino)"
        #endif
    }

    var holder: SessionHolder {
        let same = ["host", "boot", "pid"].allSatisfy { lines[$0] != nil && lines[$0] == Self.current.lines[$0] }
        return SessionHolder(
            host: lines["host"], processID: lines["pid"].flatMap { Int32($0) }, bootID: lines["boot"],
            since: lines["since"].flatMap { Int64($0) }, isThisProcess: same)
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        let count = name.count - 1
        guard gethostname(&name, count) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static var bootID: String {
        #if canImport(Darwin)
        var text = [UInt8](repeating: 0, count: 64)
        var length = text.count - 1
        guard sysctlbyname("kern.bootsessionuuid", &text, &length, nil, 0) == 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        #else
        guard let file = try? OpenFile.opening("/proc/sys/kernel/random/boot_id", O_RDONLY) else { return "" }
        return String(decoding: file.stream(limit: 64).prefix { $0 > 0x20 }, as: UTF8.self)
        #endif
    }
}
