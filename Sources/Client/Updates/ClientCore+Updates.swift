// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension ClientCore {
    /// Begins to follow the account's updates, from where the session says they were, or from now on.
    ///
    /// When it returns, nothing that happens afterwards is missed, even if the program crashes at once.
    func followUpdates() async {
        guard let account else { return }
        let generation = currentGeneration
        let (updates, channels) = updateState
        // The process that receives begins by itself.
        if let journal, journal.member != nil {
            journal.followed = .init(userID: account.userID, generation: generation)
            return
        }
        if let journal, let place = await resumeJournal(journal, for: account.userID, generation) {
            // What was written was not seen by the session yet, or was handled.
            guard generation == currentGeneration else { return }
            return engine.begin(.init(userID: account.userID, state: place))
        }
        if configuration.choices.catchesUp ?? account.isBot, let updates {
            let known = MessageBoxState.Account(
                pts: updates.pts, qts: updates.qts, date: updates.date, seq: updates.seq)
            let place = MessageBoxState(account: known, channels: channels)
            if let journal {
                // What is not written is unknown after a restart: the channels most of all.
                let changes = channels.map { MessageBoxState.Change.channel($0.key, pts: $0.value) }
                guard await journal.append([], [.account(known)] + changes), generation == currentGeneration else {
                    return
                }
                journal.place = place
            }
            engine.begin(.init(userID: account.userID, state: place))
            return
        }
        // If this fails, the engine asks again by itself.
        let state = try? await invoke(TL.updates.GetState(), options: UpdateEngine.options)
        let known = state.map { MessageBoxState.Account(pts: $0.pts, qts: $0.qts, date: $0.date, seq: $0.seq) }
        // Stored at once: what comes from here on has not been handled.
        guard generation == currentGeneration else { return }
        if let known {
            store([.account(known)])
            if let journal {
                _ = await journal.append([], [.account(known)])
                journal.place = MessageBoxState(account: known)
            }
            // A program that crashed before that would begin with what happens after its next start. If it cannot be done
            // now, it is tried again.
            try? await saveSession()
            guard generation == currentGeneration else { return }
        }
        engine.begin(
            .init(userID: account.userID, state: MessageBoxState(account: known), isCurrent: known != nil))
    }

    /// Counts the events that a call made, so that none of them seems to be missing, and takes note of the peers in the
    /// answer.
    func count<Function: TLFunction>(
        _ response: Function.Response, of function: Function, for generation: UInt64
    ) {
        // An answer to an earlier account says nothing of this one's updates.
        guard generation == currentGeneration else { return }
        // Types are compared before anything is cast, which costs much more.
        let kind = Function.Response.self
        if kind == Bool.self { return }
        if kind == TL.Updates.self, let updates = response as? TL.Updates {
            count(updates, for: generation)
        } else if kind == TL.messages.AffectedMessages.self, let affected = response as? TL.messages.AffectedMessages {
            engine.count(affected, channelID: ChannelOfCall.id(function))
        } else if kind == TL.messages.AffectedHistory.self, let affected = response as? TL.messages.AffectedHistory {
            engine.count(
                .init(pts: affected.pts, ptsCount: affected.ptsCount), channelID: ChannelOfCall.id(function))
        } else if kind == TL.messages.AffectedFoundMessages.self,
            let affected = response as? TL.messages.AffectedFoundMessages
        {
            engine.count(.init(pts: affected.pts, ptsCount: affected.ptsCount), channelID: nil)
        } else {
            countCarried(response, for: generation)
        }
    }

    /// Takes note of what an answer carries beside what was asked for.
    private func countCarried<Response>(_ response: Response, for generation: UInt64) {
        // A cast of a list looks at each element, so its type comes first.
        if Response.self == [TL.User].self, let users = response as? [TL.User] {
            return learn(users: users, chats: [], for: generation)
        }
        let cargo = Cargo.of(Response.self)
        if cargo.hasPeers, let bearing = response as? any TLPeerBearing {
            learn(users: bearing.carriedUsers, chats: bearing.carriedChats, for: generation)
        }
        if cargo.hasUpdates, let updates = (response as? any TLUpdatesBearing)?.carriedUpdates {
            count(updates, for: generation)
        }
    }

    private func count(_ updates: TL.Updates, for generation: UInt64) {
        switch updates {
        case .updates(let batch):
            learn(users: batch.users, chats: batch.chats, from: batch.updates, for: generation)
        case .combined(let batch):
            learn(users: batch.users, chats: batch.chats, from: batch.updates, for: generation)
        default: break
        }
        own.learn(updates)
        engine.count(updates)
    }

    /// Stores how far the updates have been handled.
    func store(_ changes: [MessageBoxState.Change]) {
        update { session in
            var stored: [SessionChange] = []
            for change in changes {
                switch change {
                case .account(let account):
                    let state = UpdateState(
                        pts: account.pts, qts: account.qts, date: account.date, seq: account.seq)
                    stored += session.change(.updates(state))
                case .channel(let id, let pts):
                    stored += session.change(.channel(id, pts: pts))
                }
            }
            return stored
        }
    }
}

/// What answers of a type carry beside what was asked for; it is remembered, since the casts cost much more.
private struct Cargo {
    let hasPeers: Bool
    let hasUpdates: Bool

    private static let known = Lock<[ObjectIdentifier: Cargo]>([:])

    static func of<Response>(_ type: Response.Type) -> Cargo {
        known.withLock { known in
            let id = ObjectIdentifier(type)
            if let cargo = known[id] { return cargo }
            let cargo = Cargo(
                hasPeers: type is any TLPeerBearing.Type, hasUpdates: type is any TLUpdatesBearing.Type)
            known[id] = cargo
            return cargo
        }
    }
}

/// The channel that a call is about, whose numbers its answer has.
private enum ChannelOfCall {
    static func id(_ function: some TLFunction) -> Int64? {
        switch function {
        case let call as TL.channels.DeleteMessages: id(call.channel)
        case let call as TL.channels.DeleteParticipantHistory: id(call.channel)
        case let call as TL.messages.DeleteHistory: id(call.peer)
        case let call as TL.messages.DeleteTopicHistory: id(call.peer)
        case let call as TL.messages.ReadHistory: id(call.peer)
        case let call as TL.messages.ReadMentions: id(call.peer)
        case let call as TL.messages.ReadPollVotes: id(call.peer)
        case let call as TL.messages.ReadReactions: id(call.peer)
        case let call as TL.messages.UnpinAllMessages: id(call.peer)
        case let call as TL.messages.DeleteSavedHistory: call.parentPeer.flatMap { id($0) }
        default: nil
        }
    }

    private static func id(_ channel: TL.InputChannel) -> Int64? {
        switch channel {
        case .inputChannel(let channel): channel.channelID
        case .fromMessage(let channel): channel.channelID
        case .empty: nil
        }
    }

    private static func id(_ peer: TL.InputPeer) -> Int64? {
        switch peer {
        case .channel(let channel): channel.channelID
        case .channelFromMessage(let channel): channel.channelID
        default: nil
        }
    }
}
