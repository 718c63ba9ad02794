// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Gets users by their numbers, names or whatever names them (`users.getUsers`).
    ///
    /// - Parameter users: The users; any number.
    /// - Returns: The users in the same order; `nil` for those who do not exist, or cannot be reached.
    /// - Throws: ``InvocationError``.
    public func users(_ users: [any PeerConvertible]) async throws(InvocationError) -> [User?] {
        try await core.users(users)
    }

    /// Gets one user (`users.getUsers`).
    ///
    /// - Parameter user: The user.
    /// - Returns: The user as the server shows it now.
    /// - Throws: ``InvocationError``.
    public func user(_ user: some PeerConvertible) async throws(InvocationError) -> User {
        let answer = try await core.asItself { () throws(InvocationError) in
            try await core.callUser(user) { TL.users.GetUsers(id: [$0]) }
        }
        guard let user = answer.first.flatMap({ User($0, core.taking(answer)) }) else {
            throw .unknownPeer("a user who does not exist")
        }
        return user
    }

    /// Gets a user of whom the account knows no more than a message that names them (`users.getUsers`).
    ///
    /// - Parameters:
    ///   - id: The user's number.
    ///   - messageID: The message that the user sent, or that names the user.
    ///   - chat: The chat of the message.
    /// - Returns: The user; `nil` if the server does not say.
    /// - Throws: ``InvocationError``.
    public func user(
        _ id: Int64, seenIn messageID: Int32, of chat: some PeerConvertible
    ) async throws(InvocationError) -> User? {
        let answer = try await core.asItself { () throws(InvocationError) in
            try await core.call(chat) {
                TL.users.GetUsers(id: [.fromMessage(.init(peer: $0, msgID: messageID, userID: id))])
            }
        }
        let context = core.taking(answer)
        return answer.first.flatMap { User($0, context) }
    }

    /// Gets all that the server says of a user (`users.getFullUser`).
    ///
    /// - Parameter user: The user; for a group or channel see ``fullChat(_:)``.
    /// - Returns: The information.
    /// - Throws: ``InvocationError``.
    public func fullUser(_ user: some PeerConvertible) async throws(InvocationError) -> FullUser {
        let answer = try await core.callUser(user) { TL.users.GetFullUser(id: $0) }
        guard let full = FullUser(answer, core) else { throw .invalidResponse(method: "users.getFullUser", nil) }
        return full
    }

    /// Lists the groups that the account and a user are both in (`messages.getCommonChats`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The groups.
    public func commonChats(with user: some PeerConvertible, after cursor: Int64? = nil) -> Paged<Chat, Int64> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.id.botAPI }) { cursor, limit async throws(InvocationError) in
            let answer = try await core.callUser(user) {
                TL.messages.GetCommonChats(userID: $0, maxID: cursor ?? 0, limit: Int32(clamping: limit))
            }
            let (chats, total) = core.chats(in: answer)
            let last: Int64? = chats.last.flatMap { chat in
                switch chat.id {
                case .user(let id), .chat(let id), .channel(let id): id
                }
            }
            return Page(chats, next: last == cursor ? nil : last, total: total)
        }
    }

    /// Asks what users want of those who write to them first (`users.getRequirementsToContact`).
    ///
    /// - Parameter users: The users.
    /// - Returns: What each wants, in the same order.
    /// - Throws: ``InvocationError``.
    public func contactRequirements(
        of users: [any PeerConvertible]
    ) async throws(InvocationError) -> [ContactRequirement] {
        let people = try await core.resolveUsers(users)
        return try await core.invoke(TL.users.GetRequirementsToContact(id: people)).map { ContactRequirement($0) }
    }

    /// Searches contacts, chats and everything that has a public name (`contacts.search`).
    ///
    /// - Parameters:
    ///   - query: The beginning of a name.
    ///   - limit: How many of each at most.
    /// - Returns: The account's own first, then others.
    /// - Throws: ``InvocationError``.
    public func searchPeers(_ query: String, limit: Int = 20) async throws(InvocationError) -> FoundPeers {
        try await core.search(query, limit: limit)
    }

    /// Tells what the bar above a chat offers: to add a contact, to report spam (`messages.getPeerSettings`).
    ///
    /// - Parameter chat: The chat.
    /// - Returns: The settings.
    /// - Throws: ``InvocationError``.
    public func peerSettings(of chat: some PeerConvertible) async throws(InvocationError) -> TL.PeerSettings {
        let answer = try await core.call(chat) { TL.messages.GetPeerSettings(peer: $0) }
        _ = core.taking(answer.users, answer.chats)
        return answer.settings
    }

    /// Hides the bar above a chat (`messages.hidePeerSettingsBar`).
    ///
    /// - Parameter chat: The chat.
    /// - Throws: ``InvocationError``.
    public func hidePeerBar(of chat: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(chat) { TL.messages.HidePeerSettingsBar(peer: $0) }
    }
}

extension ClientCore {
    fileprivate func users(_ wanted: [any PeerConvertible]) async throws(InvocationError) -> [User?] {
        var places: [Int] = []
        var people: [TL.InputUser] = []
        for (place, user) in wanted.enumerated() {
            do throws(InvocationError) {
                guard let person = try await resolve(try user.peerReference).inputUser else { continue }
                places.append(place)
                people.append(person)
            } catch {
                switch error {
                case .unknownPeer: continue
                default:
                    if error.is(.usernameNotOccupied) || error.is(.phoneNotOccupied) { continue } else { throw error }
                }
            }
        }
        var found = [User?](repeating: nil, count: wanted.count)
        var begun = 0
        while begun < people.count {
            let part = people[begun...].prefix(200)
            let answer = try await asItself { () throws(InvocationError) in
                try await invoke(TL.users.GetUsers(id: Array(part)))
            }
            let context = taking(answer)
            let byID = Dictionary(
                answer.compactMap { User($0, context) }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            for (offset, person) in part.enumerated() {
                found[places[begun + offset]] = peerID(of: person).flatMap { byID[$0] }
            }
            begun += part.count
        }
        return found
    }

    /// The number of a user who is named as calls name users.
    private func peerID(of user: TL.InputUser) -> Int64? {
        switch user {
        case .userSelf: account?.userID
        case .inputUser(let user): user.userID
        case .fromMessage(let user): user.userID
        case .empty: nil
        }
    }
}
