// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramExampleSupport

/// Keeps a channel like another one.
final class Mirror: Sendable {
    /// How many copies are remembered; edits of older posts are not followed.
    private static let mostCopies = 10_000

    private struct State {
        var copies: [Int32: Int32] = [:]
        var order: [Int32] = []
    }

    private let (source, target): (Channel, Channel)
    private let state = Lock(State())

    /// Finds the two channels.
    init(from source: String, to target: String, _ client: TelegramClient) async throws {
        self.source = try await Self.channel(source, client)
        self.target = try await Self.channel(target, client)
        Example.say("Mirroring \(self.source.title) to \(self.target.title).")
    }

    /// What happens with posts.
    var dispatcher: Dispatcher {
        let (source, target) = (source, target)
        let isSource = Filter<Message>.inChat(.channel(source.id))
        let dispatcher = Dispatcher()
        dispatcher.onMessage(isSource && !.service) { [self] post in
            let copies = try await post.client.copyMessages([post.id], from: source, to: target)
            guard let copy = copies.first else { return }
            remember(post.id, copy.id)
            Example.say("Post \(post.id) copied: \(copy.text)")
        }
        dispatcher.onEdit(isSource) { [self] post in
            guard let copy = copy(of: post.id) else { return }
            let edited = try await post.client.editMessage(
                copy, in: target, to: post.formattedText, allowsUnchanged: true)
            Example.say("Post \(post.id) changed: \(edited.text)")
        }
        return dispatcher
    }

    /// Deletes the copies of posts.
    func delete(_ posts: DeletedMessages, _ client: TelegramClient) async throws {
        guard posts.channelID == source.id else { return }
        let copies = posts.ids.compactMap { forget($0) }
        guard !copies.isEmpty else { return }
        try await client.deleteMessages(copies, in: target)
        Example.say("\(copies.count) post(s) deleted.")
    }

    private static func channel(_ name: String, _ client: TelegramClient) async throws -> Channel {
        guard case .channel(let channel) = try await client.fullChat(name).chat.kind else {
            throw NoChannel(name: name)
        }
        return channel
    }

    private func remember(_ post: Int32, _ copy: Int32) {
        state.withLock { state in
            state.copies[post] = copy
            state.order.append(post)
            if state.order.count > Self.mostCopies { state.copies[state.order.removeFirst()] = nil }
        }
    }

    private func copy(of post: Int32) -> Int32? { state.withLock { $0.copies[post] } }

    private func forget(_ post: Int32) -> Int32? { state.withLock { $0.copies.removeValue(forKey: post) } }

    private struct NoChannel: Error, CustomStringConvertible {
        let name: String
        var description: String { "\(name) is no channel" }
    }
}
