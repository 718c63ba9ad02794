// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Foundation

extension TelegramClient {
    /// Downloads something to a file (`upload.getFile`).
    ///
    /// The bytes go to a file beside it first, which gets its name when everything is there. A download that was interrupted,
    /// by a crash too, goes on where it was when it is started again with the same destination.
    ///
    /// - Parameters:
    ///   - item: A photo, a document, the media of a message, a preview, a ``FileID``.
    ///   - url: A file, or a folder, in which a name is chosen: the sender's own, made harmless.
    ///   - options: Which bytes, and what happens to files that exist.
    /// - Returns: The running download; its ``TransferHandle/value`` is the file.
    public func download(
        _ item: some Downloadable, to url: URL, options: TransferOptions = TransferOptions()
    ) -> TransferHandle<URL> {
        let core = core
        return TransferHandle(TransferControl(core.configuration.time)) { control throws(TransferError) in
            try await core.download(item, to: url, options, control)
        }
    }

    /// Downloads something to memory (`upload.getFile`).
    ///
    /// - Parameters:
    ///   - item: A photo, a document, the media of a message, a preview, a ``FileID``.
    ///   - options: Which bytes.
    /// - Returns: The running download; its ``TransferHandle/value`` has the bytes.
    public func download(
        _ item: some Downloadable, options: TransferOptions = TransferOptions()
    ) -> TransferHandle<Data> {
        let core = core
        return TransferHandle(TransferControl(core.configuration.time)) { control throws(TransferError) in
            let collected = Collector()
            try await core.download(item, options, control) { bytes in
                collected.add(bytes)
                return true
            }
            return collected.data
        }
    }

    /// Downloads something piece by piece (`upload.getFile`).
    ///
    /// - Parameters:
    ///   - item: A photo, a document, the media of a message, a preview, a ``FileID``.
    ///   - offset: The first byte.
    /// - Returns: The bytes in order; no more is fetched than is read, but for what is on its way.
    public func chunks(of item: some Downloadable, from offset: Int64 = 0) -> FileChunks {
        let core = core
        return FileChunks {
            let channel = ByteChannel(capacity: 2)
            var options = TransferOptions()
            if offset > 0 { options.range = offset..<Int64.max }
            let handle = TransferHandle<Void>(
                TransferControl(core.configuration.time)
            ) { [options] control throws(TransferError) in
                do throws(TransferError) {
                    try await core.download(item, options, control) { await channel.give($0) }
                    channel.finish()
                } catch {
                    channel.finish(error)
                    throw error
                }
            }
            return FileChunks.AsyncIterator(channel, handle)
        }
    }
}

extension Message {
    /// Downloads what is attached to a file (`upload.getFile`); see ``TelegramClient/download(_:to:options:)``.
    ///
    /// - Parameters:
    ///   - url: A file, or a folder, in which a name is chosen.
    ///   - options: Which bytes, and what happens to files that exist.
    /// - Returns: The running download.
    public func download(to url: URL, options: TransferOptions = TransferOptions()) -> TransferHandle<URL> {
        client.download(FileSourceOrNone(media), to: url, options: options)
    }

    /// Downloads what is attached to memory (`upload.getFile`).
    ///
    /// - Returns: The running download.
    public func download() -> TransferHandle<Data> { client.download(FileSourceOrNone(media)) }
}

/// Something that may have no file.
private struct FileSourceOrNone: Downloadable {
    let fileSource: FileSource?

    init(_ item: (any Downloadable)?) {
        fileSource = item?.fileSource
    }
}
