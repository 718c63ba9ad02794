// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

/// SHA-256 for message keys: with the processor's own instructions if it has them, which take no context, and by OpenSSL
/// otherwise.
///
/// Most messages are short, and OpenSSL's way to its own code takes longer than hashing them.
struct MessageHash: ~Copyable {
    /// How many bytes SHA-256 works in.
    static let roomByteCount = Int(ferogram_sha256_room_size)

    /// `nil` if the processor does it.
    private var stream: HashStream<SHA256>?

    /// Whether the processor does it.
    var isProcessor: Bool { stream == nil }

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
        precondition(room.count >= Self.roomByteCount && count < room.count, "one unit of the hash")
        guard isProcessor else {
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
        precondition(room.count >= Self.roomByteCount, "one unit of the hash")
        guard isProcessor else {
            stream?.update(UnsafeRawBufferPointer(rebasing: room[..<SHA256.byteCount]))
            stream?.update(bytes)
            stream?.finish(into: room)
            return
        }
        ferogram_sha256_after(room.baseAddress, bytes.baseAddress, bytes.count)
    }

    /// Hashes four pieces by the library, which must be what does it.
    ///
    /// - Parameters:
    ///   - first: The first piece.
    ///   - second: The next one.
    ///   - third: The next one.
    ///   - fourth: The last one.
    ///   - room: Where the digest goes.
    mutating func digest(
        of first: UnsafeRawBufferPointer, _ second: [UInt8], _ third: UnsafeRawBufferPointer, _ fourth: [UInt8],
        into room: UnsafeMutableRawBufferPointer
    ) {
        precondition(!isProcessor, "the processor keeps no hash here")
        stream?.update(first)
        stream?.update(second)
        stream?.update(third)
        stream?.update(fourth)
        stream?.finish(into: room)
    }
}
