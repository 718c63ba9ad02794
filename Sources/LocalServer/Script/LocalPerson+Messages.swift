// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension LocalPerson {
    /// Puts reactions on a message, in the place of those that the person has there.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - emoji: The emoji; none to take the reactions away.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendReaction`.
    public func react(to message: LocalMessage, with emoji: String...) async throws {
        let account = id
        try core.perform { engine throws(RPCFailure) in
            _ = try engine.world.react(
                to: message.id, in: message.peer, by: account, with: emoji.map { .emoji(.init(emoticon: $0)) },
                isBig: false)
            engine.deliver()
        }
    }

    /// Chooses answers of a poll by their places, or none to take the choice back.
    ///
    /// - Parameters:
    ///   - places: The places of the answers, from 0 on.
    ///   - message: The message with the poll.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendVote`.
    public func vote(_ places: Int..., in message: LocalMessage) async throws {
        let account = id
        try core.perform { engine throws(RPCFailure) in
            let stored = try engine.world.message(message.id, in: message.peer, of: account)
            let options = try engine.world.poll(of: stored).options
            guard places.allSatisfy(options.indices.contains) else { throw .bad(.optionInvalid) }
            _ = try engine.world.vote(places.map { options[$0] }, in: stored, by: account)
            engine.deliver()
        }
    }

    /// The poll of a message as the person sees it.
    ///
    /// - Parameter message: The message.
    /// - Returns: The poll and the results; `nil` if it has none.
    public func poll(in message: LocalMessage) -> (poll: TL.Poll, results: TL.PollResults)? {
        let account = id
        return core.perform { engine in
            guard case .poll(let id)? = message.media, let poll = engine.world.polls[id] else { return nil }
            return (engine.world.shown(poll, for: account), engine.world.results(of: poll, for: account))
        }
    }

    /// Pins a message, or takes it off the pinned ones.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - isPinned: Whether it is pinned.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.updatePinnedMessage`.
    public func pin(_ message: LocalMessage, _ isPinned: Bool = true) async throws {
        let account = id
        try core.perform { engine throws(RPCFailure) in
            _ = try engine.world.pin(
                message.id, in: message.peer, by: account, isPinned: isPinned, isSilent: true, isOwn: false)
            engine.deliver()
        }
    }

    /// The emoji that are on a message, each with how often it is there, as the person sees it.
    ///
    /// - Parameter message: The message.
    /// - Returns: The emoji.
    public func reactions(to message: LocalMessage) -> [String: Int] {
        let account = id
        return core.perform { engine in
            guard let stored = try? engine.world.message(message.id, in: message.peer, of: account),
                let reactions = engine.world.reactions(to: stored, for: account)
            else { return [:] }
            var counts: [String: Int] = [:]
            for result in reactions.results {
                if case .emoji(let emoji) = result.reaction { counts[emoji.emoticon] = Int(result.count) }
            }
            return counts
        }
    }

    /// The draft that the person has in a conversation.
    ///
    /// - Parameter peer: With whom.
    /// - Returns: The text; `nil` if there is none.
    public func draft(for peer: some LocalPeer) -> String? {
        let (account, peer) = (id, peer.id)
        return core.perform { $0.world.messageState.drafts[account]?[.init(peer: peer, topic: nil)]?.message }
    }

    /// Lets the person say something of posts, as independent people do.
    public func becomeFactChecker() {
        let account = id
        core.perform { _ = $0.world.messageState.factCheckers.insert(account) }
    }
}
