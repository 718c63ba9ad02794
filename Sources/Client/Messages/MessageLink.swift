// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes
import Foundation

/// A link that leads to a message.
public struct MessageLink: Hashable, Sendable {
    /// The public name of the chat, or its number for private ones.
    @nonexhaustive public enum Place: Hashable, Sendable {
        /// By its public name, without `@`.
        case username(String)
        /// By its number.
        case channel(Int64)
    }

    /// The chat.
    public let place: Place
    /// The message's number.
    public let messageID: Int32
    /// The topic of a forum, or the thread.
    public let threadID: Int32?
    /// The number of a comment, in the group of the channel.
    public let commentID: Int32?
    /// Whether this message of an album alone is meant.
    public let isSingle: Bool
    /// Where a video or a voice message begins.
    public let timestamp: Duration?

    /// Reads a link: `t.me/name/1`, `t.me/name/5/7` (a topic), `t.me/c/123/1`, `tg://resolve?domain=name&post=1`,
    /// `tg://privatepost?channel=123&post=1`, with `comment`, `thread`, `single` and `t`.
    ///
    /// - Parameter link: The link.
    public init?(_ link: String) {
        var text = link.trimmed
        if !text.contains("://") { text = "https://" + text }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return nil }
        let items = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
        var path: [String]
        switch (scheme, parts.host?.lowercased() ?? "") {
        case ("tg", "resolve"): path = [items["domain"] ?? "", items["post"] ?? ""]
        case ("tg", "privatepost"): path = ["c", items["channel"] ?? "", items["post"] ?? ""]
        case ("http", let host), ("https", let host):
            let hosts = ["t.me", "telegram.me", "telegram.dog", "www.t.me"]
            path = parts.path.split(separator: "/").map(String.init)
            if path.first == "s" { path.removeFirst() }
            if !hosts.contains(host) {
                // name.t.me/1
                guard host.hasSuffix(".t.me") else { return nil }
                path.insert(String(host.dropLast(5)), at: 0)
            }
        default: return nil
        }
        guard let name = path.first else { return nil }
        if name == "c", path.count >= 3 {
            guard let id = Int64(path[1]), id > 0 else { return nil }
            place = .channel(id)
            path.removeFirst()
        } else {
            guard case .username(let name)? = try? PeerReference(parsing: name) else { return nil }
            place = .username(name)
        }
        let numbers = path.dropFirst().map { Int32($0) ?? 0 }
        guard (1...2).contains(numbers.count), numbers.allSatisfy({ $0 > 0 }), let id = numbers.last else { return nil }
        messageID = id
        let topic = numbers.count == 2 ? numbers.first : nil
        threadID = topic ?? (items["thread"] ?? items["topic"]).flatMap { Int32($0) }
        commentID = items["comment"].flatMap { Int32($0) }
        isSingle = items["single"] != nil
        timestamp = items["t"].flatMap(Self.seconds).map { .seconds($0) }
    }

    /// Reads `90`, `1m30s` or `1h2m3s`.
    private static func seconds(_ text: String) -> Int? {
        if let plain = Int(text) { return plain >= 0 ? plain : nil }
        var (total, number) = (0, 0)
        var hasDigits = false
        for character in text.lowercased() {
            if let digit = character.wholeNumberValue, character.isASCII {
                number = min(number * 10 + digit, 1_000_000)
                hasDigits = true
                continue
            }
            guard hasDigits, let unit = ["h": 3_600, "m": 60, "s": 1][character] else { return nil }
            total += number * unit
            (number, hasDigits) = (0, false)
        }
        return hasDigits ? nil : total
    }
}

extension ClientCore {
    /// Asks for the message that a link leads to.
    func message(at link: MessageLink) async throws(InvocationError) -> Message? {
        let peer: PeerReference =
            switch link.place {
            case .username(let name): .username(name)
            case .channel(let id): .id(.channel(id))
            }
        guard let comment = link.commentID else { return try await fetchMessages([link.messageID], in: peer)[0] }
        let discussion = try await call(peer) { TL.messages.GetDiscussionMessage(peer: $0, msgID: link.messageID) }
        learn(users: discussion.users, chats: discussion.chats)
        guard let root = discussion.messages.first.flatMap({ Message($0, context()) }) else { return nil }
        return try await fetchMessages([comment], in: root.chatID)[0]
    }

    /// Asks for the messages of an album.
    func album(containing id: Int32, in peer: some PeerConvertible) async throws(InvocationError) -> [Message] {
        let reference = try peer.peerReference
        // In channels nothing is between the messages of an album; elsewhere those of other chats may be.
        let distance: Int64 = try await resolve(reference).inputChannel == nil ? 19 : 9
        let range = Int64(id) - distance...Int64(id) + distance
        let ids = range.compactMap { $0 > 0 ? Int32(exactly: $0) : nil }
        let around = try await fetchMessages(ids, in: reference).compactMap(\.self)
        guard let message = around.first(where: { $0.id == id }) else { return [] }
        guard let group = message.albumID else { return [message] }
        return around.filter { $0.albumID == group }
    }
}
