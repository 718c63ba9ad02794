// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

/// Objects that travel compressed.
///
/// See core.telegram.org/mtproto/service_messages#packed-object.
package enum PackedObject {
    /// Whether a body is a packed object.
    package static func isPacked(_ body: ArraySlice<UInt8>) -> Bool {
        body.uint32(at: body.startIndex) == ConstructorID.gzipPacked
    }

    /// The stream in a packed object; `nil` if there is none.
    static func stream(in body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard isPacked(body) else { return nil }
        // A byte string: its length in one byte, or in three behind a mark.
        let rest = body.dropFirst(4)
        guard let head = rest.first, head < 255 else { return nil }
        guard head == 254 else { return rest.count > Int(head) ? rest.dropFirst().prefix(Int(head)) : nil }
        guard let count = body.uint32(at: rest.startIndex).map({ Int($0 >> 8) }), rest.count - 4 >= count else {
            return nil
        }
        return rest.dropFirst(4).prefix(count)
    }

    /// Unpacks a body, if it is packed.
    ///
    /// An object within is not unpacked again, for nobody packs twice.
    ///
    /// - Parameters:
    ///   - body: Any body.
    ///   - budget: How many bytes may still come out of the packet; what comes out is subtracted.
    /// - Returns: The content, the body itself if it is not packed, or `nil` if it cannot be read.
    /// - Throws: ``SessionError/Code/unpackedTooLarge``.
    package static func unpack(_ body: ArraySlice<UInt8>, budget: inout Int) throws(SessionError) -> ArraySlice<UInt8>?
    {
        guard isPacked(body) else { return body }
        let limit = min(SessionLimits.unpackedObject, budget)
        let result: Result<[UInt8], Gzip.Failure>? = body.dropFirst(4).withUnsafeBytes { rest in
            let packed = TLReader.read(buffer: rest) { (reader) throws(TLError) in try reader.bytes() }
            guard case .success(let stream) = packed else { return nil }
            do throws(Gzip.Failure) {
                let content = try stream.withContiguousBytes { (buffer) throws(Gzip.Failure) in
                    try Gzip.unpack(buffer, limit: limit)
                }
                return .success(content)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let content):
            budget -= content.count
            return isPacked(content[...]) ? nil : content[...]
        case .failure(.tooLarge):
            throw SessionError(.unpackedTooLarge, expected: Int64(limit))
        case .failure(.malformed), nil:
            return nil
        }
    }

    /// Packs an object, if that makes it smaller.
    ///
    /// - Parameter object: The object.
    /// - Returns: The packed object, or the object itself.
    package static func pack(_ object: [UInt8]) -> [UInt8] {
        guard object.count > SessionLimits.compressionThreshold, let packed = Gzip.pack(object),
            packed.count <= TLWriter.maximumByteStringLength
        else { return object }
        var writer = TLWriter(capacity: packed.count + 12)
        writer.uint32(ConstructorID.gzipPacked)
        writer.bytes(packed)
        guard writer.count < object.count, let bytes = try? writer.finish() else { return object }
        return bytes
    }
}
