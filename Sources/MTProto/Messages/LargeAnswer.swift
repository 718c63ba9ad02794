// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// An answer that is so large when it is unpacked that nobody else is to wait for that.
///
/// The session passes it on as it came, and whoever made the call has it unpacked.
package struct LargeAnswer {
    /// From how many bytes on an answer is large.
    private static let least = 64 << 10
    /// How much is unpacked at a time, which takes about a hundred microseconds.
    private static let piece = 128 << 10

    let request: MessageID
    /// The packed object.
    let packed: ArraySlice<UInt8>

    /// Finds a large answer in a message; it is `nil` for all other messages, and for what has to be looked at as a whole:
    /// errors of the server's, and what is damaged or breaks a limit.
    ///
    /// - Parameters:
    ///   - message: The message, unpacked.
    ///   - budget: How many bytes compressed objects may still grow to; what this one promises is subtracted.
    init?(_ message: ArraySlice<UInt8>, budget: inout Int) {
        let start = message.startIndex
        guard message.uint32(at: start + 12) == ConstructorID.gzipPacked,
            message.uint32(at: start) == ConstructorID.rpcResult, let request = message.int64(at: start + 4)
        else { return nil }
        packed = message.dropFirst(12)
        guard let stream = PackedObject.stream(in: packed), let count = Gzip.promisedCount(of: stream),
            count >= Self.least, count <= min(SessionLimits.unpackedObject, budget),
            let first = Gzip.firstWord(of: stream), first != ConstructorID.rpcError, first != ConstructorID.gzipPacked
        else { return nil }
        budget -= count
        self.request = MessageID(rawValue: request)
    }

    /// Whether an answer is one that stayed packed.
    package static func isPacked(_ answer: ArraySlice<UInt8>) -> Bool { PackedObject.isPacked(answer) }

    /// Whether unpacking an answer that stayed packed takes so long that not even tasks are to wait for it.
    package static func takesLong(_ answer: ArraySlice<UInt8>) -> Bool {
        let count = PackedObject.stream(in: answer).flatMap { Gzip.promisedCount(of: $0) }
        return count.map { $0 >= LongWork.bytes } ?? false
    }

    /// Unpacks an answer, which may take long.
    ///
    /// - Parameters:
    ///   - answer: The answer as the session passed it on.
    ///   - isWanted: Says again and again whether to go on.
    /// - Returns: The answer; `nil` if it is damaged, larger than it promised, or not wanted any more.
    package static func unpack(
        _ answer: ArraySlice<UInt8>, while isWanted: () -> Bool = { true }
    ) -> ArraySlice<UInt8>? {
        // One that was packed twice comes here without having been looked at.
        guard let stream = PackedObject.stream(in: answer),
            let content = Gzip.unpack(
                stream, atMost: SessionLimits.unpackedObject, inPiecesOf: Self.piece, while: isWanted)
        else { return nil }
        return content[...]
    }
}
