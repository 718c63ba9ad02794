// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The parts of a file as they come: in memory while they are few, on the disk from then on.
struct PartStore: Sendable {
    /// By their offsets.
    private var parts: [Int64: [UInt8]] = [:]
    private var byteCount = 0
    private var file: ScratchFile?

    /// Takes a part, in the place of one that came before.
    mutating func write(_ bytes: [UInt8], at offset: Int64) throws(RPCFailure) {
        if let file { return try file.write(bytes, at: offset) }
        byteCount += bytes.count - (parts[offset]?.count ?? 0)
        parts[offset] = bytes
        guard byteCount > FileContent.inMemory else { return }
        let file = try ScratchFile()
        for (offset, bytes) in parts { try file.write(bytes, at: offset) }
        self.file = file
        parts = [:]
    }

    /// The file, if all parts are there and none but the last is shorter than the others.
    func content(size: Int64) throws(RPCFailure) -> FileContent {
        guard let file else {
            let pieces = parts.filter { $0.key < size }.sorted { $0.key < $1.key }
            return FileContent(pieces: pieces.map(\.value))
        }
        return size > FileContent.inMemory
            ? FileContent(file, size: size) : try FileContent(file.read(at: 0, count: Int(size)))
    }
}
