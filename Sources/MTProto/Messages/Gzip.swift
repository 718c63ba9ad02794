// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramZlib

/// The compression of packed objects.
///
/// See core.telegram.org/mtproto/service_messages#packed-object.
enum Gzip {
    /// Why bytes could not be unpacked.
    enum Failure: Error, Hashable {
        /// They are no gzip or zlib stream, are damaged, or are cut off.
        case malformed
        /// They grow beyond the limit.
        case tooLarge
    }

    /// Window bits that make zlib accept both wrappings.
    private static let eitherWrapping: Int32 = 15 + 32
    static let gzipWrapping: Int32 = 15 + 16
    /// How much more than its packed bytes an object can be; see the format's limit in zlib's documentation.
    private static let greatestGrowth = 1_032

    /// How many bytes a stream holds, by its own words at its end.
    ///
    /// - Parameter bytes: One stream and nothing else.
    /// - Returns: The count; `nil` if it has no such words, or they cannot be true.
    static func promisedCount(of bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        // Ten bytes stand before and eight behind what is packed.
        guard bytes.count > 18, bytes[start] == 0x1F, bytes[start + 1] == 0x8B,
            let count = bytes.uint32(at: bytes.endIndex - 4).map(Int.init), count <= bytes.count * greatestGrowth
        else { return nil }
        return count
    }

    /// The first four bytes that a stream holds, least significant byte first; `nil` if there are fewer.
    static func firstWord(of bytes: ArraySlice<UInt8>) -> UInt32? {
        var stream = z_stream()
        guard ferogram_inflateInit2(&stream, eitherWrapping) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var word: UInt32 = 0
        let isThere = bytes.withUnsafeBufferPointer { source in
            withUnsafeMutableBytes(of: &word) { place in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(clamping: source.count)
                stream.next_out = place.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(place.count)
                let status = CFerogramZlib.inflate(&stream, Z_NO_FLUSH)
                return (status == Z_OK || status == Z_STREAM_END) && stream.avail_out == 0
            }
        }
        return isThere ? UInt32(littleEndian: word) : nil
    }

    /// Unpacks a stream.
    ///
    /// - Parameters:
    ///   - bytes: One gzip or zlib stream; what follows it is ignored.
    ///   - limit: How many bytes it may grow to.
    /// - Throws: ``Failure``.
    /// - Returns: The content.
    static func unpack(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard ferogram_inflateInit2(&stream, eitherWrapping) == Z_OK else { throw .malformed }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(clamping: bytes.count)
        var content: [UInt8] = []
        // Real objects grow about fourfold; a larger promise is only believed as it comes true.
        var room = min(limit, max(1024, min(bytes.count, 1 << 20) * 4))
        while true {
            guard room > 0 else {
                // Room for one more byte tells an object of exactly the limit from a larger one.
                var extra: UInt8 = 0
                let (status, count) = inflate(&stream, into: &extra)
                if count > 0 { throw .tooLarge }
                if status == Z_STREAM_END { return content }
                throw .malformed
            }
            var status = Z_OK
            let before = content.count
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(clamping: room)
                status = CFerogramZlib.inflate(&stream, Z_NO_FLUSH)
                initialized = room - Int(stream.avail_out)
            }
            if before == 0 { content = piece } else { content += piece }
            if status == Z_STREAM_END { return content }
            guard status == Z_OK, stream.avail_out == 0 else { throw .malformed }
            room = min(limit - content.count, max(content.count, 1024))
        }
    }

    /// Unpacks a stream that says how long its content is, a piece at a time.
    ///
    /// - Parameters:
    ///   - bytes: One stream and nothing else.
    ///   - most: How long its content may be.
    ///   - piece: How many bytes to unpack at a time.
    ///   - isWanted: Says before each piece whether to go on.
    /// - Returns: The content; `nil` if it is damaged, is or promises to be too long, or is not wanted any more.
    static func unpack(
        _ bytes: ArraySlice<UInt8>, atMost most: Int, inPiecesOf piece: Int, while isWanted: () -> Bool
    ) -> [UInt8]? {
        guard let limit = promisedCount(of: bytes), limit <= most else { return nil }
        var stream = z_stream()
        guard ferogram_inflateInit2(&stream, gzipWrapping) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var isWhole = false
        let content = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
            bytes.withUnsafeBufferPointer { source in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(clamping: source.count)
                stream.next_out = buffer.baseAddress
                var status = Z_OK
                // Without room it still reads the end, but nothing that is longer than was promised.
                while status == Z_OK, isWanted() {
                    let room = min(piece, limit - initialized)
                    stream.avail_out = UInt32(clamping: room)
                    status = CFerogramZlib.inflate(&stream, Z_NO_FLUSH)
                    initialized += room - Int(stream.avail_out)
                    // Whoever has not filled the piece has read all that there is.
                    if stream.avail_out > 0 { break }
                }
                isWhole = status == Z_STREAM_END
            }
        }
        return isWhole ? content : nil
    }

    private static func inflate(_ stream: inout z_stream, into byte: inout UInt8) -> (status: Int32, count: Int) {
        withUnsafeMutablePointer(to: &byte) { pointer in
            stream.next_out = pointer
            stream.avail_out = 1
            let status = CFerogramZlib.inflate(&stream, Z_NO_FLUSH)
            return (status, 1 - Int(stream.avail_out))
        }
    }

    /// Packs bytes with the gzip wrapping.
    ///
    /// - Parameter bytes: What to pack.
    /// - Returns: The stream, or `nil` if it would not be smaller.
    static func pack(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 1, let count = UInt32(exactly: bytes.count) else { return nil }
        var stream = z_stream()
        guard ferogram_deflateInit2(&stream, Z_DEFAULT_COMPRESSION, gzipWrapping, 8) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var finished = false
        let packed = [UInt8](unsafeUninitializedCapacity: bytes.count - 1) { buffer, initialized in
            bytes.withUnsafeBufferPointer { source in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = count
                stream.next_out = buffer.baseAddress
                stream.avail_out = count - 1
                finished = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            initialized = buffer.count - Int(stream.avail_out)
        }
        return finished ? packed : nil
    }
}
