// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Gives a group or channel to another owner (`messages.editChatCreator`).
    ///
    /// The account must have a password that was set a week ago, and be signed in here for a day.
    ///
    /// - Parameters:
    ///   - chat: The supergroup or channel, which the account made.
    ///   - user: The new owner, one of its administrators.
    ///   - password: The account's password. It never leaves the machine; see core.telegram.org/api/srp.
    /// - Throws: ``InvocationError``: `PASSWORD_HASH_INVALID` if the password is wrong, `PASSWORD_TOO_FRESH_X` and
    ///   `SESSION_TOO_FRESH_X` with the seconds to wait.
    public func transferOwnership(
        of chat: some PeerConvertible, to user: some PeerConvertible, password: String
    ) async throws(InvocationError) {
        let person = try await core.inputUser(user)
        let proof = try await passwordProof(password)
        _ = try await core.call(chat) {
            TL.messages.EditChatCreator(peer: $0, userID: person, password: proof)
        }
    }
}
