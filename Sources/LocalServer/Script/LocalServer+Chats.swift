// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension LocalServer {
    /// Makes a basic group; its members hear of it.
    ///
    /// Bots hear everything that people say in groups here, as those do whose privacy mode is off.
    ///
    /// - Parameters:
    ///   - title: The title, 1 to 128 UTF-16 code units; what is longer is cut.
    ///   - creator: Whose group it is.
    ///   - members: Who else is in it; nobody is in it twice.
    /// - Returns: The group.
    /// - Throws: ``RPCFailure`` if the title or the number of members is not allowed; nothing is made then.
    @discardableResult
    public func createGroup(
        _ title: String, by creator: some LocalAccount, with members: [any LocalAccount] = []
    ) async throws -> LocalGroup {
        let (owner, people) = (creator.id, members.map(\.id))
        let group = try core.perform { engine throws(RPCFailure) in
            defer { engine.deliver() }
            return try engine.world.createGroup(title, by: owner, with: people).group
        }
        return LocalGroup(group, core: core)
    }

    /// Makes a channel, in which admins alone post.
    ///
    /// - Parameters:
    ///   - title: The title, 1 to 128 UTF-16 code units; what is longer is cut.
    ///   - creator: Whose channel it is.
    ///   - members: Who else is in it; nobody is in it twice.
    ///   - username: The name by which everybody can read and join it; `nil` for a private channel.
    /// - Returns: The channel.
    /// - Throws: ``RPCFailure`` if the title, the username or the number of members is not allowed; nothing is
    ///   made then.
    @discardableResult
    public func createChannel(
        _ title: String, by creator: some LocalAccount, with members: [any LocalAccount] = [], username: String? = nil
    ) async throws -> LocalChannel {
        try makeChannel(title, isBroadcast: true, creator.id, members.map(\.id), username)
    }

    /// Makes a supergroup, in which all members write.
    ///
    /// - Parameters:
    ///   - title: The title, 1 to 128 UTF-16 code units; what is longer is cut.
    ///   - creator: Whose supergroup it is.
    ///   - members: Who else is in it; nobody is in it twice.
    ///   - username: The name by which everybody can read and join it; `nil` for a private supergroup.
    /// - Returns: The supergroup.
    /// - Throws: ``RPCFailure`` if the title, the username or the number of members is not allowed; nothing is
    ///   made then.
    @discardableResult
    public func createSupergroup(
        _ title: String, by creator: some LocalAccount, with members: [any LocalAccount] = [], username: String? = nil
    ) async throws -> LocalChannel {
        try makeChannel(title, isBroadcast: false, creator.id, members.map(\.id), username)
    }

    private func makeChannel(
        _ title: String, isBroadcast: Bool, _ creator: Int64, _ members: [Int64], _ username: String?
    ) throws -> LocalChannel {
        let channel = try core.perform { engine throws(RPCFailure) in
            defer { engine.deliver() }
            return try engine.world.createChannel(
                title, isBroadcast: isBroadcast, username: username, by: creator, with: members
            ).channel
        }
        return LocalChannel(channel, core: core)
    }

    /// The access hash by which an account names a person or a channel.
    ///
    /// - Parameters:
    ///   - number: The peer as the Bot API writes it.
    ///   - viewer: Whose name for it.
    /// - Returns: The hash.
    package func accessHash(of number: Int64, for viewer: some LocalAccount) -> Int64 {
        let viewer = viewer.id
        return core.perform { $0.world.accessHash(of: number, for: viewer) }
    }

    /// How often each kind of answer was given to clients that catch up, if the limits of the world let it be remembered.
    package var differenceAnswers: [String: Int] { core.perform { $0.world.record.answers } }

    /// What the sessions of an account were to hear, or what happened in a channel, if the limits of the world let it be
    /// remembered.
    ///
    /// - Parameter number: The user id, or the channel's number as the Bot API writes it.
    /// - Returns: The numbered changes in the order in which they were made.
    package func record(of number: Int64) -> [RecordedUpdate] {
        core.perform { $0.world.record.entries[number] ?? [] }
    }
}
