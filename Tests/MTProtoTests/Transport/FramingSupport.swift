// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport

@testable import FerogramMTProto

extension FrameDecoder {
    /// Feeds `stream`, cut before each of the given offsets, and collects what comes out.
    mutating func frames(of stream: [UInt8], cuts: [Int] = []) throws(TransportError) -> [TransportFrame] {
        var frames: [TransportFrame] = []
        for piece in stream.pieces(cuts) {
            // Exactly as long as the piece, so that a sanitizer sees a read beyond it.
            try piece.withUnsafeBufferPointer { buffer throws(TransportError) in
                try receive(UnsafeRawBufferPointer(buffer), into: &frames)
            }
        }
        return frames
    }
}

extension FrameEncoder {
    mutating func append(
        _ payload: [UInt8], requestsQuickAck: Bool = false, padding: FramePadding = .none, to output: inout [UInt8]
    ) {
        append(count: payload.count, requestsQuickAck: requestsQuickAck, padding: padding, to: &output) {
            $0.copyBytes(from: payload)
        }
    }
}

extension Array where Element == UInt8 {
    /// The array cut before each of the offsets, which are in order and inside.
    func pieces(_ cuts: [Int]) -> [[UInt8]] {
        let bounds = [0] + cuts + [count]
        return zip(bounds, bounds.dropFirst()).map { Array(self[$0..<$1]) }
    }

    /// Random bytes.
    static func random(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// Offsets in `0...count`, in order, at which to cut a stream.
func randomCuts(_ count: Int, pieces: Int, using generator: inout some RandomNumberGenerator) -> [Int] {
    (1..<Swift.max(pieces, 1)).map { _ in Int.random(in: 0...count, using: &generator) }.sorted()
}
