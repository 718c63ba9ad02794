// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import Foundation

/// What is done of a transfer, in a file that survives the program: a line about the transfer, then the number of each part
/// that is done.
///
/// A number is added when its part is done, so nothing is transferred twice however the program ends. A last line that was
/// cut off counts for nothing.
final class TransferCheckpoint: Sendable {
    /// What the transfer is; parts count only for the very same one.
    struct Header: Codable, Equatable, Sendable {
        /// The version of the format.
        var version = 1
        /// What is transferred.
        let key: String
        let size: Int64
        let partSize: Int
        /// The number of an upload.
        var fileID: Int64?
        /// When an upload began, in seconds since 1970: parts do not live for ever.
        var begun: Int64?
    }

    let path: String
    let header: Header
    private let file: DiskFile
    private let end: Lock<Int64>

    private init(_ path: String, _ header: Header, _ file: DiskFile, end: Int64) {
        self.path = path
        self.header = header
        self.file = file
        self.end = Lock(end)
    }

    /// How long a checkpoint may be, in bytes: 8,000 numbers and more.
    private static let longest: Int64 = 1 << 20

    /// Reads a checkpoint.
    ///
    /// - Returns: What is done of which transfer; `nil` if there is none that can be read.
    static func read(_ path: String) -> (Header, PartSet)? {
        guard DiskFile.exists(path), let file = try? DiskFile(reading: path), file.size <= longest,
            let bytes = try? file.read(at: 0, count: Int(file.size))
        else { return nil }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Only what ends with a line feed was written whole.
        lines.removeLast()
        guard let first = lines.first, let header = try? JSONDecoder().decode(Header.self, from: Data(first)) else {
            return nil
        }
        var done = PartSet()
        for line in lines.dropFirst() {
            if let number = Int(String(decoding: line, as: UTF8.self)), (0..<1_000_000).contains(number) {
                done.insert(number)
            }
        }
        return (header, done)
    }

    /// Begins a checkpoint, or goes on with one.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - header: What the transfer is.
    ///   - done: What is done already.
    /// - Returns: The checkpoint.
    /// - Throws: ``TransferError/file(_:)``.
    static func begin(
        _ path: String, _ header: Header, done: [Int] = []
    ) throws(TransferError) -> TransferCheckpoint {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let line = try? encoder.encode(header) else { throw .file(FileFailure("write", path, code: EINVAL)) }
        let text = Array(line) + Array("\n".utf8) + done.flatMap { Array("\($0)\n".utf8) }
        // The earlier one stays until this one is whole, so that its parts are known whenever the program ends.
        let file = try DiskFile(writing: path + ".new", isNew: true)
        try file.write(text, at: 0)
        try DiskFile.rename(path + ".new", to: path)
        return TransferCheckpoint(path, header, file, end: Int64(text.count))
    }

    /// A part is done.
    func add(_ part: Int) {
        let line = Array("\(part)\n".utf8)
        end.withLock { end in
            // A checkpoint that cannot be written costs time after a crash, nothing else.
            if (try? file.write(line, at: end)) != nil { end += Int64(line.count) }
        }
    }

    /// The transfer is over.
    func remove() { DiskFile.remove(path) }

    /// The name of a checkpoint: a digest of what is transferred.
    static func name(_ prefix: String, _ key: String) -> String {
        prefix
            + SHA256.hash(of: Array(key.utf8)).prefix(16).map { byte in
                let digits = String(byte, radix: 16)
                return byte < 16 ? "0" + digits : digits
            }.joined()
    }
}
