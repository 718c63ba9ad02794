// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

/// SHA-256 for message keys: with the processor's own instructions if it has them, which take no context, and by OpenSSL
/// otherwise.
///
/// Most messages are short, and OpenSSL's way to its own code takes longer than hashing them.
struct MessageHash: ~Copyable {
    /// `nil` if the processor does it.
    private var stream: HashStream<SHA256>?

    /// - Parameter usesProcessor: Whether to use the instructions, which must be there.
    init(usesProcessor: Bool = ProcessorAES.hashes) {
        stream = usesProcessor ? nil : HashStream()
    }

    /// Hashes the first bytes of a place of 64.
    ///
    /// - Parameters:
    ///   - room: The place, whose first 32 bytes are the digest afterwards.
    ///   - count: How many bytes are hashed, less than 64.
    mutating func digest(shortIn room: UnsafeMutableRawBufferPointer, count: Int) {
        precondition(room.count >= Int(ferogram_sha256_room_size) && count < room.count, "one unit of the hash")
        guard stream == nil else {
            stream?.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
            stream?.finish(into: room)
            return
        }
        ferogram_sha256_short(room.baseAddress, count)
    }

    /// Hashes the first 32 bytes of a place of 64, and other bytes after them.
    ///
    /// - Parameters:
    ///   - room: The place, whose first 32 bytes are the digest afterwards.
    ///   - bytes: The other bytes.
    mutating func digest(startingWith room: UnsafeMutableRawBufferPointer, _ bytes: UnsafeRawBufferPointer) {
        precondition(room.count >= Int(ferogram_sha256_room_size), "one unit of the hash")
        guard stream == nil else {
            stream?.update(UnsafeRawBufferPointer(rebasing: room[..<SHA256.byteCount]))
            stream?.update(bytes)
            stream?.finish(into: room)
            return
        }
        ferogram_sha256_after(room.baseAddress, bytes.baseAddress, bytes.count)
    }

    /// Makes two such digests, by the processor in the time that the longer one takes.
    ///
    /// - Parameters:
    ///   - room: The place of the one, whose first 32 bytes are its digest afterwards.
    ///   - bytes: Its other bytes.
    ///   - otherRoom: The place of the other one.
    ///   - otherBytes: Its other bytes.
    mutating func digest(
        startingWith room: UnsafeMutableRawBufferPointer, _ bytes: UnsafeRawBufferPointer,
        and otherRoom: UnsafeMutableRawBufferPointer, _ otherBytes: UnsafeRawBufferPointer
    ) {
        let size = Int(ferogram_sha256_room_size)
        precondition(room.count >= size && otherRoom.count >= size, "one unit of the hash each")
        guard stream == nil else {
            digest(startingWith: room, bytes)
            return digest(startingWith: otherRoom, otherBytes)
        }
        ferogram_sha256_after_two(
            room.baseAddress, bytes.baseAddress, bytes.count,
            otherRoom.baseAddress, otherBytes.baseAddress, otherBytes.count)
    }
}
