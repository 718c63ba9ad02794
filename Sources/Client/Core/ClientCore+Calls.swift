// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

// What methods of the client are made of. Most are one of these and nothing else.
extension ClientCore {
    /// Makes a call, at the account's data centre unless another place is meant, in the context of the task.
    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination = .home, options: CallOptions = CallOptions()
    ) async throws(InvocationError) -> Function.Response {
        var options = options
        let context = CallContext.current
        if !context.isEmpty { context.apply(to: &options) }
        var destination = destination
        if let connection = options.businessConnectionID, destination == .home {
            destination = try await businessDestination(of: connection)
        }
        if options.floodScope == nil { options.floodScope = floodScope(of: function) }
        let generation = currentGeneration
        // An old holder that comes back must not act beside the new one.
        if let journal, !journal.isHeld { throw .connectionLost("another process may have the journal") }
        if let journal, !journal.isReceiver { options.withoutUpdates = true }
        if options.checksAccountKind { try checkCaller(of: Function.constructorID) }
        do throws(InvocationError) {
            let response: Function.Response
            if let pooled {
                response = try await pooled.invoke(function, on: destination, options: options)
            } else {
                response = try await calls.invoke(function, on: destination, options: options)
            }
            count(response, of: function, for: generation)
            return response
        } catch {
            return try await repaired(function, after: error) { call throws(InvocationError) in
                let response = try await calls.invoke(call, on: destination, options: options)
                count(response, of: function, for: generation)
                return response
            }
        }
    }

    /// Refuses what the server would refuse: a person's method as a bot, or the reverse.
    private func checkCaller(of id: UInt32) throws(InvocationError) {
        guard let caller = TLMethodTraits.of(id)?.caller, caller != .both, let account else { return }
        let name = TL.name(ofConstructor: id) ?? "?"
        if caller == .person, account.isBot {
            throw .wrongAccount(method: name, "bots cannot call this, only people can")
        }
        if caller == .bot, !account.isBot {
            throw .wrongAccount(method: name, "people cannot call this, only bots can")
        }
    }

    /// Makes a call about a peer.
    ///
    /// If the server does not know the peer by what is known here, that is forgotten, and where it can be found out anew, by
    /// a public name for example, the call is made once more.
    ///
    /// - Parameters:
    ///   - peer: Whom it is about.
    ///   - destination: Where to.
    ///   - options: A timeout of its own, and the like.
    ///   - make: Makes the call for the peer as calls name it.
    /// - Returns: The answer.
    /// - Throws: ``InvocationError``.
    func call<Function: TLFunction>(
        _ peer: some PeerConvertible, on destination: CallDestination = .home, options: CallOptions = CallOptions(),
        _ make: (TL.InputPeer) throws(InvocationError) -> Function
    ) async throws(InvocationError) -> Function.Response {
        let reference = try peer.peerReference
        let target = try await resolve(reference)
        var options = options
        options.floodScope = options.floodScope ?? floodScope(of: Function.self, target)
        do throws(InvocationError) {
            return try await invoke(try make(target), on: destination, options: options)
        } catch {
            guard forget(target, after: error), let fresh = try? await resolve(reference), fresh != target
            else {
                throw error
            }
            return try await invoke(try make(fresh), on: destination, options: options)
        }
    }

    /// Makes a call about a user or a bot.
    ///
    /// - Parameters:
    ///   - user: Whom it is about.
    ///   - destination: Where to.
    ///   - make: Makes the call for the user as calls name it.
    /// - Returns: The answer.
    /// - Throws: ``InvocationError``.
    func callUser<Function: TLFunction>(
        _ user: some PeerConvertible, on destination: CallDestination = .home,
        _ make: (TL.InputUser) throws(InvocationError) -> Function
    ) async throws(InvocationError) -> Function.Response {
        try await call(user, on: destination) { peer throws(InvocationError) in
            guard let user = peer.inputUser else { throw .invalidPeer("a user is needed, not a group or a channel") }
            return try make(user)
        }
    }

    /// Makes a call about a channel or a supergroup.
    ///
    /// - Parameters:
    ///   - channel: Which one.
    ///   - destination: Where to.
    ///   - make: Makes the call for the channel as calls name it.
    /// - Returns: The answer.
    /// - Throws: ``InvocationError``.
    func callChannel<Function: TLFunction>(
        _ channel: some PeerConvertible, on destination: CallDestination = .home,
        _ make: (TL.InputChannel) throws(InvocationError) -> Function
    ) async throws(InvocationError) -> Function.Response {
        try await call(channel, on: destination) { peer throws(InvocationError) in
            guard let channel = peer.inputChannel else { throw peer.isNoChannel }
            return try make(channel)
        }
    }

    /// Makes one of two calls: the schema has methods for channels and supergroups, and others for basic groups.
    ///
    /// - Parameters:
    ///   - chat: Which channel, supergroup or basic group.
    ///   - channel: Makes the call for a channel.
    ///   - group: Makes the call for a basic group, by its number.
    /// - Returns: The answer.
    /// - Throws: ``InvocationError``.
    func callChat<ForChannel: TLFunction, ForGroup: TLFunction>(
        _ chat: some PeerConvertible,
        channel: (TL.InputChannel) throws(InvocationError) -> ForChannel,
        group: (Int64) throws(InvocationError) -> ForGroup
    ) async throws(InvocationError) -> ForChannel.Response where ForChannel.Response == ForGroup.Response {
        let reference = try chat.peerReference
        let target = try await resolve(reference)
        if case .chat(let group_) = target { return try await invoke(try group(group_.chatID)) }
        return try await callChannel(reference, channel)
    }

    /// Repeats a call until the server has no more to do: it does so much at a time.
    ///
    /// - Parameters:
    ///   - peer: Whom it is about.
    ///   - make: Makes the call for the peer as calls name it.
    /// - Returns: How many events there were.
    /// - Throws: ``InvocationError``.
    @discardableResult
    func affected<Function: TLFunction>(
        _ peer: some PeerConvertible, _ make: (TL.InputPeer) throws(InvocationError) -> Function
    ) async throws(InvocationError) -> Int where Function.Response == TL.messages.AffectedHistory {
        var total = 0
        while true {
            let affected = try await call(peer, make)
            total += Int(affected.ptsCount)
            if affected.offset <= 0 { return total }
            if Task.isCancelled { throw .cancelled }
        }
    }

    /// The objects of an answer, which share the users and chats that came with it.
    func context(_ users: [TL.User] = [], _ chats: [TL.Chat] = []) -> ObjectContext {
        ObjectContext(self, users: users, chats: chats)
    }
}

extension TL.InputPeer {
    /// The peer as calls name users; `nil` if it is none.
    var inputUser: TL.InputUser? {
        switch self {
        case .peerSelf: .userSelf
        case .user(let user): .inputUser(.init(userID: user.userID, accessHash: user.accessHash))
        case .userFromMessage(let user):
            .fromMessage(.init(peer: user.peer, msgID: user.msgID, userID: user.userID))
        case .empty, .chat, .channel, .channelFromMessage: nil
        }
    }

    /// The peer as calls name channels; `nil` if it is none.
    var inputChannel: TL.InputChannel? {
        switch self {
        case .channel(let channel): .inputChannel(.init(channelID: channel.channelID, accessHash: channel.accessHash))
        case .channelFromMessage(let channel):
            .fromMessage(.init(peer: channel.peer, msgID: channel.msgID, channelID: channel.channelID))
        case .empty, .peerSelf, .user, .userFromMessage, .chat: nil
        }
    }

    /// Why a call about channels cannot be made with the peer.
    fileprivate var isNoChannel: InvocationError {
        if case .chat = self {
            return .invalidPeer("this works in supergroups and channels, not in a basic group; migrate it first")
        }
        return .invalidPeer("a channel or a supergroup is needed, not a user")
    }
}
