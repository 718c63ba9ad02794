// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// The colours that names can have, for ``setNameColor(_:backgroundEmojiID:)`` (`help.getPeerColors`).
    ///
    /// - Returns: The colours, with what they look like.
    /// - Throws: ``InvocationError``.
    public func nameColors() async throws(InvocationError) -> [TL.help.PeerColorOption] {
        try Self.colors(try await core.invoke(TL.help.GetPeerColors(hash: 0)), "help.getPeerColors")
    }

    /// The colours that profiles can have, for ``setProfileColor(_:backgroundEmojiID:)`` (`help.getPeerProfileColors`).
    ///
    /// - Returns: The colours, with what they look like.
    /// - Throws: ``InvocationError``.
    public func profileColors() async throws(InvocationError) -> [TL.help.PeerColorOption] {
        try Self.colors(try await core.invoke(TL.help.GetPeerProfileColors(hash: 0)), "help.getPeerProfileColors")
    }

    private static func colors(
        _ answer: TL.help.PeerColors, _ method: String
    ) throws(InvocationError) -> [TL.help.PeerColorOption] {
        guard case .peerColors(let colors) = answer else { throw .invalidResponse(method: method, nil) }
        return colors.colors
    }

    /// What a user name was bought for (`fragment.getCollectibleInfo`).
    ///
    /// - Parameter username: A user name from fragment.com.
    /// - Returns: When, and for how much.
    /// - Throws: ``InvocationError``; `COLLECTIBLE_NOT_FOUND` if it was not bought.
    public func collectibleInfo(
        ofUsername username: String
    ) async throws(InvocationError) -> TL.fragment.CollectibleInfo {
        try await core.invoke(
            TL.fragment.GetCollectibleInfo(collectible: .username(.init(username: username.withoutAt))))
    }

    /// What an anonymous number was bought for (`fragment.getCollectibleInfo`).
    ///
    /// - Parameter phone: A number from fragment.com, `+888…`.
    /// - Returns: When, and for how much.
    /// - Throws: ``InvocationError``; `COLLECTIBLE_NOT_FOUND` if it was not bought.
    public func collectibleInfo(ofPhone phone: String) async throws(InvocationError) -> TL.fragment.CollectibleInfo {
        try await core.invoke(TL.fragment.GetCollectibleInfo(collectible: .phone(.init(phone: phone))))
    }
}
