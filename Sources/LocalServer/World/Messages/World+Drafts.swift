// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Keeps or removes a draft, and tells the other sessions of the account.
    mutating func setDraft(
        _ draft: TL.DraftMessage.DraftMessage?, in place: MessagesState.DraftPlace, of account: Int64,
        origin: CallOrigin? = nil
    ) {
        guard draft != nil || messageState.drafts[account]?[place] != nil else { return }
        messageState.drafts[account, default: [:]][place] = draft
        let update = draftUpdate(in: place, of: account)
        var people: Set = [account]
        if case .user = PeerNumber(place.peer) { people.insert(place.peer) }
        push(updates([update], naming: people, for: account), to: account, except: origin)
    }

    /// The draft of a conversation as an update.
    func draftUpdate(in place: MessagesState.DraftPlace, of account: Int64) -> TL.Update {
        let draft = messageState.drafts[account]?[place]
        return .draftMessage(
            .init(
                peer: Self.peer(place.peer), topMsgID: place.topic,
                draft: draft.map { .draftMessage($0) } ?? .empty(.init(date: date))))
    }
}
