// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Sends a file, shown as what it is (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - file: `.path("film.mp4")`, `.data(bytes, name: "cat.jpg")`, `.url("https://…")`, a photo or a document of another
    ///     message, an upload.
    ///   - caption: The text below it, with the options of the message.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendFile(
        to peer: some PeerConvertible, _ file: some InputFileConvertible,
        caption: some InputMessageConvertible = FormattedText()
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer, .file(file, caption: caption))
    }

    /// Sends a photo (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - photo: The picture.
    ///   - caption: The text below it, with the options of the message.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendPhoto(
        to peer: some PeerConvertible, _ photo: some InputFileConvertible,
        caption: some InputMessageConvertible = FormattedText()
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer, .photo(photo, caption: caption))
    }

    /// Sends a file as a file, whatever it is (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - document: The file.
    ///   - caption: The text below it, with the options of the message.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendDocument(
        to peer: some PeerConvertible, _ document: some InputFileConvertible,
        caption: some InputMessageConvertible = FormattedText()
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer, .document(document, caption: caption))
    }

    /// Sends several files as an album (`messages.sendMultiMedia`).
    ///
    /// Photos and videos can be together; music is with music alone, files with files. What is new is put on the server
    /// first (`messages.uploadMedia`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - items: The files, 2 to 10; applications show a caption below the album if one item alone has one.
    ///   - options: The options of all messages, a reply for example; its text goes to the first item if that has none.
    /// - Returns: The messages that were sent, in the order of the items.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendAlbum(
        to peer: some PeerConvertible, _ items: [AlbumItem],
        options: some InputMessageConvertible = FormattedText()
    ) async throws(InvocationError) -> [Message] {
        try await core.sendAlbum(to: peer, items, options.inputMessage)
    }

    /// Puts a file on the server without sending it (`messages.uploadMedia`).
    ///
    /// - Parameters:
    ///   - attachment: The file and how it is shown.
    ///   - peer: For which chat.
    /// - Returns: What can be sent, as often as the program likes.
    /// - Throws: ``InvocationError``.
    public func uploadMedia(
        _ attachment: FileAttachment, for peer: some PeerConvertible = "me"
    ) async throws(InvocationError) -> InputFile {
        let media = try await core.inputMedia(attachment)
        let target = try await core.resolve(try peer.peerReference)
        switch try await core.stored(media, for: target) {
        case .photo(let photo): return InputFile(.photo(photo.id))
        case .document(let document): return InputFile(.document(document.id))
        default: throw .invalidResponse(method: "messages.uploadMedia", nil)
        }
    }

    /// Downloads nothing and uploads nothing: asks whether the server has a file already (`messages.getDocumentByHash`).
    ///
    /// - Parameters:
    ///   - sha256: The checksum of the file, 32 bytes.
    ///   - size: How long it is, in bytes.
    ///   - mimeType: Its MIME type; GIFs alone are found.
    /// - Returns: The file; `nil` if the server does not have it.
    /// - Throws: ``InvocationError``.
    public func document(
        sha256: [UInt8], size: Int64, mimeType: String
    ) async throws(InvocationError) -> Document? {
        guard sha256.count == 32 else {
            throw .invalidArgument(method: "messages.getDocumentByHash", "a SHA-256 checksum has 32 bytes")
        }
        let document = try await core.invoke(
            TL.messages.GetDocumentByHash(sha256: sha256, size: size, mimeType: mimeType))
        return Document(document, nil)
    }
}

extension Message {
    /// Answers with a photo, quoting this message (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - photo: The picture.
    ///   - caption: The text below it.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func replyPhoto(
        _ photo: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) async throws(InvocationError) -> Message {
        try await reply(.photo(photo, caption: caption))
    }

    /// Answers with a file, shown as what it is, quoting this message (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - caption: The text below it.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func replyFile(
        _ file: some InputFileConvertible, caption: some InputMessageConvertible = FormattedText()
    ) async throws(InvocationError) -> Message {
        try await reply(.file(file, caption: caption))
    }
}
