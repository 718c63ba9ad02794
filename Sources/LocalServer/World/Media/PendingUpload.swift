// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

/// The parts of a file that a client is uploading.
///
/// See core.telegram.org/api/files#uploading-files.
struct PendingUpload: Sendable {
    /// The largest part, in bytes.
    static let largestPart = 524_288

    let isBig: Bool
    /// How many parts there will be, as the client says; −1 while it does not know.
    private var total: Int32 = -1
    /// The size of all parts but the last.
    private var partSize: Int?
    /// Which parts are there, and how long they are.
    private var parts: [Int32: Int] = [:]
    /// Parts that came before the size of the others was known.
    private var loose: [Int32: [UInt8]] = [:]
    private var store = PartStore()
    /// The checksum of what came in order; large files have none.
    private let checksum: RunningChecksum?
    /// When the last part came, in seconds since 1970.
    private(set) var touched: Int64
    private var assembled: FileContent?

    init(isBig: Bool, now: Int64) {
        self.isBig = isBig
        touched = now
        checksum = isBig ? nil : RunningChecksum()
    }

    /// Which parts are there.
    var partCount: Int { parts.count }
    /// Whether the file was put together, and so sent at least once.
    var isAssembled: Bool { assembled != nil }

    mutating func save(_ index: Int32, total: Int32?, _ bytes: [UInt8], now: Int64) throws(RPCFailure) {
        touched = now
        assembled = nil
        let count = bytes.count
        guard count <= Self.largestPart else { throw .bad(.filePartTooBig) }
        if let total, total > 0 {
            guard self.total < 0 || self.total == total else { throw .bad(.filePartsInvalid) }
            guard index < total else { throw .bad(.filePartInvalid) }
            self.total = total
        }
        let isLast = self.total > 0 && index == self.total - 1
        guard count > 0 || isLast else { throw .bad(.filePartEmpty) }
        // The last part alone may be of any length, and nobody knows which it is of a small file.
        let isWhole = count % 1_024 == 0 && count > 0 && Self.largestPart % count == 0
        if let partSize {
            guard count <= partSize else { throw .bad(.filePartSizeChanged) }
            if isBig, !isLast, count != partSize { throw .bad(.filePartSizeChanged) }
        } else if isLast || !isWhole {
            guard isLast || !isBig else { throw .bad(.filePartSizeInvalid) }
            loose[index] = bytes
            parts[index] = count
            return
        } else {
            partSize = count
            for (index, bytes) in loose {
                guard bytes.count <= count else { throw .bad(.filePartSizeChanged) }
                try store.write(bytes, at: Int64(index) * Int64(count))
            }
            loose = [:]
        }
        let offset = Int64(index) * Int64(partSize ?? count)
        try store.write(bytes, at: offset)
        checksum?.take(bytes, at: offset)
        parts[index] = count
    }

    /// Puts the file together.
    ///
    /// - Parameters:
    ///   - count: How many parts it has, as the client says.
    ///   - checksum: The MD5 checksum in hexadecimal digits; empty if the client does not say.
    /// - Returns: The file's content.
    /// - Throws: `RPCFailure` if parts are missing or the checksum is another one.
    mutating func assemble(count: Int32, checksum: String) throws(RPCFailure) -> FileContent {
        guard count > 0, count <= 8_000 else { throw .bad(.filePartsInvalid) }
        for index in 0..<count where parts[index] == nil {
            throw .bad(TLErrorName(rawValue: "FILE_PART_\(index)_MISSING"))
        }
        guard parts.count == Int(count), total < 0 || total == count else { throw .bad(.filePartsInvalid) }
        if let assembled { return assembled }
        let content: FileContent
        if let partSize {
            for index in 0..<count - 1 where parts[index] != partSize { throw .bad(.filePartSizeChanged) }
            let size = Int64(count - 1) * Int64(partSize) + Int64(parts[count - 1] ?? 0)
            content = try store.content(size: size)
        } else {
            guard count == 1, let bytes = loose[0] else { throw .bad(.filePartSizeChanged) }
            content = try FileContent(bytes)
        }
        guard content.size > 0 else { throw .bad(.filePartsInvalid) }
        if !checksum.isEmpty, let digest = self.checksum?.finish(content) {
            let text = digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
            guard text == checksum.lowercased() else { throw .bad(.md5ChecksumInvalid) }
        }
        assembled = content
        return content
    }

    /// Loses parts, as the server does when they grow old.
    mutating func lose(_ index: Int32) {
        parts[index] = nil
        loose[index] = nil
        assembled = nil
    }
}
