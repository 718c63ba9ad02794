// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

extension LocalPerson {
    /// Waits until somebody else edits a message.
    ///
    /// Edits that came earlier count, unless this value has expected them, or later ones, already. Edits that do not
    /// match are passed over.
    ///
    /// - Parameters:
    ///   - matcher: What the message is like after the edit.
    ///   - sender: Who wrote the message, `nil` for anybody else.
    ///   - chat: Where; `nil` for private conversations and basic groups. Edits in a channel or a supergroup are expected
    ///     there alone.
    ///   - limit: How long to wait.
    /// - Returns: The message as it is now.
    /// - Throws: ``LocalServerError/nothingCame(expected:messages:)`` if it does not come in time, `CancellationError` if
    ///   the task is cancelled or the server stops.
    @discardableResult
    public func expectEdit(
        _ matcher: MessageMatcher = .any, from sender: (any LocalAccount)? = nil, in chat: (any LocalPeer)? = nil,
        within limit: Duration = LocalPerson.patience
    ) async throws -> LocalMessage {
        let (account, peer, chat) = (id, sender?.id, chat?.id)
        let place = if let chat, case .channel(let channel) = PeerNumber(chat) { channel } else { Int64(0) }
        let look: @Sendable (World, Int32) -> [(message: StoredMessage, pts: Int32)] = { world, start in
            let mailbox = place == 0 ? world.mailboxes[account] : world.readableChannel(place, by: account)?.mailbox
            return (mailbox?.edits(since: start) ?? []).filter { edit in
                edit.message.sender != account && (peer == nil || edit.message.sender == peer)
                    && (chat == nil || edit.message.peer == chat)
            }
        }
        let found = try await core.wait(atMost: limit) { [self] world in
            let start = seenEdits.withLock { $0[place] ?? 0 }
            let edits = look(world, start)
            let edit = edits.first { matcher.matches(LocalMessage($0.message, for: account)) }
            guard let edit else { return nil as LocalMessage? }
            seenEdits.withLock { $0[place] = max($0[place] ?? 0, edit.pts) }
            return LocalMessage(edit.message, for: account)
        }
        if let found { return found }
        let start = seenEdits.withLock { $0[place] ?? 0 }
        let seen = core.perform { look($0.world, start).map(\.message.content.text) }
        throw LocalServerError.nothingCame(expected: "an edit to \(matcher.description)", messages: seen)
    }

    /// Waits until a message is deleted in the person's copy, or in its channel.
    ///
    /// - Parameters:
    ///   - message: The message; one that is gone already counts.
    ///   - limit: How long to wait.
    /// - Throws: ``LocalServerError/nothingCame(expected:messages:)`` if it is not deleted in time, `CancellationError` if
    ///   the task is cancelled or the server stops.
    public func expectDeletion(
        of message: LocalMessage, within limit: Duration = LocalPerson.patience
    ) async throws {
        let (account, id, peer) = (id, message.id, message.peer)
        let isGone = try await core.wait(atMost: limit) { world -> Bool? in
            let mailbox =
                if case .channel(let channel) = PeerNumber(peer) {
                    world.channels[channel]?.mailbox
                } else {
                    world.mailboxes[account]
                }
            return mailbox?[id] == nil ? true : nil
        }
        if isGone != nil { return }
        throw LocalServerError.nothingCame(expected: "the deletion of \"\(message.text)\"", messages: [message.text])
    }
}

extension World {
    /// A channel that an account is in.
    func readableChannel(_ id: Int64, by account: Int64) -> Channel? {
        channels[id].flatMap { $0.members[account] == nil ? nil : $0 }
    }
}
