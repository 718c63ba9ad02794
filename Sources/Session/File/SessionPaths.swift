// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Where the files of a session are.
struct SessionPaths {
    /// The session.
    let session: String
    /// The folder that holds it.
    let folder: String

    /// The changes since the session was last written whole.
    var log: String { session + ".log" }
    /// The lock.
    var lock: String { session + ".lock" }
    /// The session that is about to take the place of the old one.
    var replacement: String { session + ".tmp" }

    /// Finds out where a path leads, so that a link is followed rather than replaced, even one to a file that is yet to
    /// be made.
    ///
    /// - Parameter path: The path of a file that need not exist, in a folder that does.
    /// - Throws: ``SessionStorageError/system(operation:path:code:)`` if the path names no file, or its folder does not
    ///   exist or cannot be entered.
    init(_ path: String) throws(SessionStorageError) {
        var place = path
        for _ in 0...Self.mostLinks {
            if let resolved = Self.resolved(place) {
                session = resolved
                folder = Self.split(resolved).folder
                return
            }
            let (parent, name) = Self.split(place)
            guard !name.isEmpty else { throw .system(operation: "realpath", path: path, code: EISDIR) }
            guard let resolved = Self.resolved(parent) else {
                throw .system(operation: "realpath", path: path, code: errno)
            }
            let target = resolved == "/" ? "/" + name : resolved + "/" + name
            guard let link = Self.link(at: target) else {
                folder = resolved
                session = target
                return
            }
            place = link.hasPrefix("/") ? link : resolved + "/" + link
        }
        throw .system(operation: "realpath", path: path, code: ELOOP)
    }

    /// How many links to follow to a file that does not exist, as many as the kernel follows.
    private static let mostLinks = 40

    /// What a link says, `nil` if there is none.
    private static func link(at path: String) -> String? {
        var text = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(path, &text, text.count)
        guard length > 0 else { return nil }
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether the folder lies on another machine, where locks and the order of writes are less certain.
    var isOnNetwork: Bool {
        #if canImport(Darwin)
        var facts = statfs()
        return statfs(folder, &facts) == 0 && facts.f_flags & UInt32(MNT_LOCAL) == 0
        #else
        guard let file = try? OpenFile.opening("/proc/self/mounts", O_RDONLY) else { return false }
        return Self.isOnNetwork(folder, mounts: String(decoding: file.stream(limit: 1 << 20), as: UTF8.self))
        #endif
    }

    /// Whether a folder lies on another machine, by the kernel's list of mounted file systems.
    ///
    /// - Parameters:
    ///   - folder: An absolute path.
    ///   - mounts: Lines with a device, a folder and a type; the longest folder that fits decides, and of equals the
    ///     last.
    /// - Returns: Whether its file system is one of those that reach other machines.
    static func isOnNetwork(_ folder: String, mounts: String) -> Bool {
        let networks: Set<Substring> = [
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "9p", "glusterfs", "fuse.sshfs",
            "fuse.glusterfs", "fuse.s3fs", "fuse.rclone",
        ]
        var best = (length: 0, isNetwork: false)
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let mount = fields[1].replacing("\\040", with: " ")
            guard mount == "/" || folder == mount || folder.hasPrefix(mount + "/"), mount.utf8.count >= best.length
            else { continue }
            best = (mount.utf8.count, networks.contains(fields[2]))
        }
        return best.isNetwork
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}
