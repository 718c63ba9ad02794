// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import Foundation

/// Where the bytes of an upload can be read from, at any place and more than once.
enum UploadSource: Sendable {
    case disk(DiskFile)
    case memory([UInt8])

    var size: Int64 {
        switch self {
        case .disk(let file): file.size
        case .memory(let bytes): Int64(bytes.count)
        }
    }

    func read(at offset: Int64, count: Int) throws(TransferError) -> [UInt8] {
        switch self {
        case .disk(let file):
            let bytes = try file.read(at: offset, count: count)
            guard bytes.count == count else {
                throw .file(FileFailure("read", file.path, code: EIO, text: "the file became shorter meanwhile"))
            }
            return bytes
        case .memory(let bytes):
            return Array(bytes.dropFirst(Int(clamping: offset)).prefix(count))
        }
    }

    /// Reads bytes to a place, as many as it has; gives what went wrong.
    func read(at offset: Int64, into place: UnsafeMutableRawBufferPointer) -> TransferError? {
        switch self {
        case .disk(let file):
            do throws(TransferError) {
                let count = try file.read(at: offset, into: place)
                guard count < place.count else { return nil }
                return .file(FileFailure("read", file.path, code: EIO, text: "the file became shorter meanwhile"))
            } catch {
                return error
            }
        case .memory(let bytes):
            let part = bytes.dropFirst(Int(clamping: offset)).prefix(place.count)
            place.copyBytes(from: part)
            // What lay in memory before goes nowhere.
            place[part.count...].initializeMemory(as: UInt8.self, repeating: 0)
            return nil
        }
    }

    func info(name: String) -> FileInfo {
        switch self {
        case .disk(let file): FileInfo(file, name: name)
        case .memory(let bytes): FileInfo(MemoryWindow(bytes[...]), name: name)
        }
    }
}

/// Cuts a stream into parts of one size.
struct PartReader {
    private var reader: any ByteReader
    private let partSize: Int
    private(set) var buffer: [UInt8] = []
    private(set) var isOver = false

    init(_ sequence: any ByteSequence, partSize: Int) {
        reader = sequence.makeReader()
        self.partSize = partSize
    }

    /// The next part, shorter only at the end; empty when there is no more.
    mutating func next() async throws(TransferError) -> [UInt8] {
        try await fill(partSize)
        guard buffer.count > partSize else {
            defer { buffer = [] }
            return buffer
        }
        let part = Array(buffer.prefix(partSize))
        buffer.removeFirst(partSize)
        return part
    }

    /// Reads until there are so many bytes, or no more.
    mutating func fill(_ count: Int) async throws(TransferError) {
        while buffer.count < count, !isOver {
            do {
                if let chunk = try await reader.next() { buffer += chunk } else { isOver = true }
            } catch is CancellationError {
                throw .cancelled
            } catch {
                throw .source("\(error)")
            }
            if Task.isCancelled { throw .cancelled }
        }
    }
}
