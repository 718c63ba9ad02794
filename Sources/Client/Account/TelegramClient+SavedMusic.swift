// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Shows a song in the account's profile, or no longer (`account.saveMusic`).
    ///
    /// - Parameters:
    ///   - song: The song, from a message.
    ///   - isSaved: Whether it is shown.
    ///   - previous: The song that it comes after; `nil` for the first place.
    /// - Throws: ``InvocationError``.
    public func setSavedMusic(
        _ song: Document, isSaved: Bool, after previous: Document? = nil
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.account.SaveMusic(unsave: !isSaved, id: song.inputDocument, afterID: previous?.inputDocument))
    }

    /// The numbers of the songs in the account's profile (`account.getSavedMusicIds`).
    ///
    /// - Returns: The numbers, the first song first.
    /// - Throws: ``InvocationError``.
    public func savedMusicIDs() async throws(InvocationError) -> [Int64] {
        guard case .savedMusicIds(let saved) = try await core.invoke(TL.account.GetSavedMusicIds(hash: 0)) else {
            throw .invalidResponse(method: "account.getSavedMusicIds", nil)
        }
        return saved.ids
    }

    /// Lists the songs in a user's profile (`users.getSavedMusic`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The songs.
    public func savedMusic(of user: some PeerConvertible, after cursor: Int? = nil) -> Paged<Document, Int> {
        Paged(after: cursor, identity: .number { $0.id }) { [core] cursor, limit async throws(InvocationError) in
            let offset = cursor ?? 0
            let answer = try await core.callUser(user) {
                TL.users.GetSavedMusic(
                    id: $0, offset: Int32(clamping: offset), limit: Int32(clamping: limit), hash: 0)
            }
            guard case .savedMusic(let saved) = answer else {
                throw InvocationError.invalidResponse(method: "users.getSavedMusic", nil)
            }
            let next = offset + saved.documents.count
            let isLast = saved.documents.isEmpty || next >= Int(saved.count)
            return Page(
                saved.documents.compactMap { Document($0, nil) }, next: isLast ? nil : next, total: Int(saved.count))
        }
    }
}
