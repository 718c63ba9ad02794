// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramSession

extension TelegramClient {
    /// The session as one line of text: the keys, the data centres and the account, see ``StringSession``.
    ///
    /// Anyone who has the text has the account: never log it. Two programs must not use one session at the same time.
    ///
    /// - Returns: `fg1.` and letters.
    public func exportSessionString() -> String { core.sessionData.stringSession() }

    /// The session with everything that is saved of it, the state of updates and the known peers included, for a
    /// storage or a text of another library.
    ///
    /// Anyone who has it has the account.
    public var sessionData: SessionData { core.sessionData }

    /// Saves what is not saved yet; otherwise changes are saved by themselves, moments after they happen.
    ///
    /// - Throws: ``SessionStorageError`` if that fails; it is tried again by itself.
    public func saveSession() async throws(SessionStorageError) { try await core.saveSession() }
}
