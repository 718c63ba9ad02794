// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Foundation

/// The bytes of a file in order, as they come (`upload.getFile`).
///
///     for try await chunk in client.chunks(of: media) { … }
///
/// No more is fetched than is read, but for what is on its way. Each iteration downloads anew.
public struct FileChunks: AsyncSequence, Sendable {
    /// What the sequence consists of.
    public typealias Element = Data
    /// What reading throws.
    public typealias Failure = TransferError

    let make: @Sendable () -> AsyncIterator

    /// An iterator that begins at the beginning.
    public func makeAsyncIterator() -> AsyncIterator { make() }

    /// Reads the chunks one after the other.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate let state: ChunkState

        init(_ channel: ByteChannel, _ handle: TransferHandle<Void>) {
            state = ChunkState(channel, handle)
        }

        /// The next element; `nil` at the end.
        public mutating func next() async throws(TransferError) -> Data? {
            try await state.channel.take().map { Data($0) }
        }

        /// The next element; `nil` at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(TransferError) -> Data? {
            try await state.channel.take().map { Data($0) }
        }
    }
}

/// Ends a download when nobody reads it any more.
private final class ChunkState: Sendable {
    let channel: ByteChannel
    private let handle: TransferHandle<Void>

    init(_ channel: ByteChannel, _ handle: TransferHandle<Void>) {
        (self.channel, self.handle) = (channel, handle)
    }

    deinit {
        handle.cancel()
        channel.finish()
    }
}
