// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Sets somebody's score in a game (`messages.setGameScore`).
    ///
    /// - Parameters:
    ///   - score: The score.
    ///   - user: Whose.
    ///   - messageID: The game's message.
    ///   - peer: Its chat.
    ///   - isForced: Whether the score may become lower.
    ///   - editsMessage: Whether the message shows the new score.
    /// - Returns: Whether anything changed: a score that is not higher is kept unless it is forced.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setGameScore(
        _ score: Int32, of user: some PeerConvertible, in messageID: Int32, of peer: some PeerConvertible,
        isForced: Bool = false, editsMessage: Bool = true
    ) async throws(InvocationError) -> Bool {
        let player = try await core.inputUser(user)
        do throws(InvocationError) {
            _ = try await core.call(peer) { peer in
                TL.messages.SetGameScore(
                    editMessage: editsMessage, force: isForced, peer: peer, id: messageID, userID: player, score: score)
            }
            return true
        } catch {
            guard error.is(.botScoreNotModified) || error.is(.messageNotModified) else { throw error }
            return false
        }
    }

    /// Sets somebody's score in a game that was sent by way of the inline mode (`messages.setInlineGameScore`).
    ///
    /// - Parameters:
    ///   - score: The score.
    ///   - user: Whose.
    ///   - id: The game's message.
    ///   - isForced: Whether the score may become lower.
    ///   - editsMessage: Whether the message shows the new score.
    /// - Returns: Whether anything changed.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setGameScore(
        _ score: Int32, of user: some PeerConvertible, in id: InlineMessageID, isForced: Bool = false,
        editsMessage: Bool = true
    ) async throws(InvocationError) -> Bool {
        let player = try await core.inputUser(user)
        do throws(InvocationError) {
            return try await core.callInline(id, "messages.setInlineGameScore") { id in
                TL.messages.SetInlineGameScore(
                    editMessage: editsMessage, force: isForced, id: id, userID: player, score: score)
            }
        } catch {
            guard error.is(.botScoreNotModified) || error.is(.messageNotModified) else { throw error }
            return false
        }
    }

    /// Fetches the best players around somebody (`messages.getGameHighScores`).
    ///
    /// - Parameters:
    ///   - user: Whose place is in the middle.
    ///   - messageID: The game's message.
    ///   - peer: Its chat.
    /// - Returns: The players, the best first.
    /// - Throws: ``InvocationError``.
    public func gameHighScores(
        around user: some PeerConvertible, in messageID: Int32, of peer: some PeerConvertible
    ) async throws(InvocationError) -> [GameScore] {
        let player = try await core.inputUser(user)
        return core.scores(
            try await core.call(peer) { peer in
                TL.messages.GetGameHighScores(peer: peer, id: messageID, userID: player)
            })
    }

    /// Fetches the best players around somebody, of a game that was sent by way of the inline mode
    /// (`messages.getInlineGameHighScores`).
    ///
    /// - Parameters:
    ///   - user: Whose place is in the middle.
    ///   - id: The game's message.
    /// - Returns: The players, the best first.
    /// - Throws: ``InvocationError``.
    public func gameHighScores(
        around user: some PeerConvertible, in id: InlineMessageID
    ) async throws(InvocationError) -> [GameScore] {
        let player = try await core.inputUser(user)
        return core.scores(
            try await core.callInline(id, "messages.getInlineGameHighScores") { id in
                TL.messages.GetInlineGameHighScores(id: id, userID: player)
            })
    }
}

/// Somebody's score in a game.
public struct GameScore: Sendable {
    /// The place, from 1 on.
    public let position: Int
    /// Who.
    public let userID: Int64
    /// Who, if that came along.
    public let user: User?
    /// The score.
    public let score: Int
}

extension ClientCore {
    fileprivate func scores(_ raw: TL.messages.HighScores) -> [GameScore] {
        learn(users: raw.users, chats: [])
        let context = context(raw.users)
        return raw.scores.map {
            GameScore(position: Int($0.pos), userID: $0.userID, user: context.user($0.userID), score: Int($0.score))
        }
    }
}
