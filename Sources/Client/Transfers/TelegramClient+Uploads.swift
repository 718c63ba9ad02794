// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TelegramClient {
    /// Uploads a file (`upload.saveFilePart`, `upload.saveBigFilePart`), to send it later, once or several times.
    ///
    /// Sending methods upload by themselves; this is for progress, for pausing, and for files that are sent more than once.
    /// An upload from disk that was interrupted, by a crash too, goes on where it was when it is started again within
    /// an hour.
    ///
    /// - Parameter file: `.path("film.mp4")`, `.data(bytes, name: "cat.jpg")`, `.stream(chunks, name: "log.txt")`.
    /// - Returns: The running upload; its ``TransferHandle/value`` can be sent.
    public func upload(_ file: some InputFileConvertible) -> TransferHandle<UploadedFile> {
        let (core, file) = (core, file.inputFile)
        return TransferHandle(TransferControl(core.configuration.time)) { control throws(TransferError) in
            try await core.upload(file, control)
        }
    }
}
