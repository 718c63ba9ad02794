// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension LocalPerson {
    /// Sends a photo.
    ///
    /// - Parameters:
    ///   - bytes: A JPEG, PNG, GIF or WebP file.
    ///   - caption: The text below it.
    ///   - recipient: To whom.
    /// - Returns: The message.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendMedia`.
    @discardableResult
    public func sendPhoto(
        _ bytes: [UInt8], caption: String = "", to recipient: some LocalPeer
    ) async throws -> LocalMessage {
        try send(caption, to: recipient.id) { (world, account) throws(RPCFailure) in
            let id = try world.addPhoto(try FileContent(bytes), dataCenter: account.dataCenter)
            return .photo(id, isSpoiler: false, timeToLive: nil)
        }
    }

    /// Sends a file.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: What it is called.
    ///   - mimeType: Its MIME type.
    ///   - attributes: What else is said of it, that it is a video for example.
    ///   - caption: The text below it.
    ///   - recipient: To whom.
    /// - Returns: The message.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendMedia`.
    @discardableResult
    public func sendFile(
        _ bytes: [UInt8], name: String, mimeType: String = "application/octet-stream",
        attributes: [TL.DocumentAttribute] = [], caption: String = "", to recipient: some LocalPeer
    ) async throws -> LocalMessage {
        try send(caption, to: recipient.id) { (world, account) throws(RPCFailure) in
            let id = world.addDocument(
                try FileContent(bytes), attributes + [.filename(.init(fileName: name))], mimeType: mimeType,
                dataCenter: account.dataCenter)
            return .document(id, isSpoiler: false, timeToLive: nil, cover: nil, timestamp: nil)
        }
    }

    private func send(
        _ caption: String, to peer: Int64,
        _ store: @escaping @Sendable (inout World, Account) throws(RPCFailure) -> StoredMedia
    ) throws(RPCFailure) -> LocalMessage {
        let sender = id
        return try core.perform { engine throws(RPCFailure) in
            guard let account = engine.world[sender] else { throw .bad(.userIDInvalid) }
            var newMessage = NewMessage(text: caption)
            newMessage.media = try store(&engine.world, account)
            let message = try engine.world.send(newMessage, from: sender, to: peer).message
            engine.deliver()
            return LocalMessage(message, for: sender)
        }
    }

    /// The file that came with a message.
    ///
    /// - Parameter message: The message.
    /// - Returns: The file; `nil` if there is none.
    public func file(of message: LocalMessage) -> LocalFile? {
        core.perform { LocalFile(message.media, in: $0.world) }
    }

    /// Sets the profile photo.
    ///
    /// - Parameter bytes: A JPEG, PNG, GIF or WebP file.
    /// - Throws: ``RPCFailure`` if it is no picture.
    public func setProfilePhoto(_ bytes: [UInt8]) async throws {
        let account = id
        try core.perform { engine throws(RPCFailure) in
            let id = try engine.world.addPhoto(
                try FileContent(bytes), dataCenter: engine.world[account]?.dataCenter ?? 1)
            engine.world.profilePhotos.set(id, of: account)
        }
    }
}

extension LocalPerson {
    /// Sends an album of photos.
    ///
    /// - Parameters:
    ///   - photos: JPEG, PNG, GIF or WebP files, 2 to 10 of them.
    ///   - captions: The texts below them, from the first one on.
    ///   - recipient: To whom.
    /// - Returns: The messages.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendMultiMedia`.
    @discardableResult
    public func sendAlbum(
        _ photos: [[UInt8]], captions: [String] = [], to recipient: some LocalPeer
    ) async throws -> [LocalMessage] {
        let (sender, peer) = (id, recipient.id)
        return try core.perform { engine throws(RPCFailure) in
            guard let account = engine.world[sender] else { throw .bad(.userIDInvalid) }
            guard (2...10).contains(photos.count) else { throw .bad(.multiMediaTooLong) }
            let group = engine.world.nextRandomID()
            var messages: [NewMessage] = []
            for (index, photo) in photos.enumerated() {
                let id = try engine.world.addPhoto(try FileContent(photo), dataCenter: account.dataCenter)
                var message = NewMessage(text: index < captions.count ? captions[index] : "")
                message.media = .photo(id, isSpoiler: false, timeToLive: nil)
                message.groupID = group
                messages.append(message)
            }
            let sent = try engine.world.send(messages, from: sender, to: peer)
            engine.deliver()
            return sent.map { LocalMessage($0.message, for: sender) }
        }
    }
}
