// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramZlib

/// Unpacks a gzip stream that says how long its content is, a piece at a time.
final class GzipUnpacker {
    enum Progress {
        case more
        case end
        /// It is damaged, or longer than it says.
        case damaged
    }

    private let bytes: ArraySlice<UInt8>
    private let limit: Int
    // At an address of its own, since zlib keeps it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var readCount = 0
    private var content: [UInt8] = []

    /// - Parameters:
    ///   - bytes: One stream and nothing else.
    ///   - most: How long its content may be; `nil` comes of one that promises more.
    init?(_ bytes: ArraySlice<UInt8>, atMost most: Int) {
        guard let limit = Gzip.promisedCount(of: bytes), limit <= most else { return nil }
        self.bytes = bytes
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard ferogram_inflateInit2(stream, Gzip.gzipWrapping) == Z_OK else {
            stream.deallocate()
            return nil
        }
        content.reserveCapacity(limit)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Goes on.
    ///
    /// - Parameter count: How many bytes to unpack at most.
    /// - Returns: How far it is.
    func unpack(_ count: Int) -> Progress {
        var status = Z_OK
        let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            bytes.withUnsafeBufferPointer { source in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress.map { $0 + readCount })
                stream.pointee.avail_in = UInt32(clamping: source.count - readCount)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(clamping: count)
                status = inflate(stream, Z_NO_FLUSH)
                readCount = source.count - Int(stream.pointee.avail_in)
            }
            initialized = count - Int(stream.pointee.avail_out)
        }
        guard content.count + piece.count <= limit else { return .damaged }
        content += piece
        switch status {
        case Z_STREAM_END: return .end
        // Whoever cannot go on has read all that there is.
        case Z_OK where stream.pointee.avail_out == 0: return .more
        default: return .damaged
        }
    }

    /// Takes what was unpacked.
    func takeContent() -> [UInt8] {
        defer { content = [] }
        return content
    }
}
