// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

// One name for each kind of update that most programs handle; `on(_:where:_:)` has the others.
extension UpdateRouting {
    /// Registers a handler of messages that come in or that other sessions of the account send.
    ///
    /// - Parameters:
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMessage(
        _ filter: Filter<Message> = .all, _ body: @escaping UpdateHandler<Message>
    ) -> HandlerRegistration {
        on(.message, command: nil, where: filter, body)
    }

    /// Registers a handler of albums: of messages that were sent together.
    ///
    /// The messages of an album come one by one, and nothing says which one is the last. They are kept back until there are
    /// ten of them, another message comes into the chat, or none has come for some time, see
    /// ``Dispatcher/init(_:concurrency:states:scope:answersCallbackQueries:albumGap:)``. Other chats do not wait. What an album
    /// handler takes goes to no handler of messages; an album that none takes goes to those, message by message, and so does
    /// one in a conversation whose state takes its first message.
    ///
    ///     dispatcher.onAlbum(.private) { album in try await album.forward(to: "me") }
    ///
    /// - Parameters:
    ///   - filter: Which albums, by their first messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onAlbum(
        _ filter: Filter<Message> = .all, _ body: @escaping UpdateHandler<MessageAlbum>
    ) -> HandlerRegistration {
        append(
            .album,
            .plain { update in
                guard case .album(let album) = update, filter.matches(album.first) else { return nil }
                return { try await body(album) }
            })
    }

    /// Registers a handler of messages that were changed.
    ///
    /// - Parameters:
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onEdit(
        _ filter: Filter<Message> = .all, _ body: @escaping UpdateHandler<Message>
    ) -> HandlerRegistration {
        on(.messageEdited, command: nil, where: filter, body)
    }

    /// Registers a handler of buttons that are pressed.
    ///
    /// - Parameters:
    ///   - filter: Which buttons; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCallbackQuery(
        _ filter: Filter<CallbackQuery> = .all, _ body: @escaping UpdateHandler<CallbackQuery>
    ) -> HandlerRegistration {
        on(.callbackQuery, where: filter, body)
    }

    /// Registers a handler of queries of the inline mode.
    ///
    /// - Parameters:
    ///   - filter: Which queries; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onInlineQuery(
        _ filter: Filter<InlineQuery> = .all, _ body: @escaping UpdateHandler<InlineQuery>
    ) -> HandlerRegistration {
        on(.inlineQuery, where: filter, body)
    }

    /// Registers a handler of results of the inline mode that are chosen.
    ///
    /// - Parameters:
    ///   - filter: Which results; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onChosenInlineResult(
        _ filter: Filter<ChosenInlineResult> = .all, _ body: @escaping UpdateHandler<ChosenInlineResult>
    ) -> HandlerRegistration {
        on(.chosenInlineResult, where: filter, body)
    }

    /// Registers a handler of members who join, leave or get other rights.
    ///
    /// - Parameters:
    ///   - filter: Which changes; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMemberChange(
        _ filter: Filter<MemberChange> = .all, _ body: @escaping UpdateHandler<MemberChange>
    ) -> HandlerRegistration {
        on(.memberChanged, where: filter, body)
    }

    /// Registers a handler of people who ask to join.
    ///
    /// - Parameters:
    ///   - filter: Which requests; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onJoinRequest(
        _ filter: Filter<JoinRequest> = .all, _ body: @escaping UpdateHandler<JoinRequest>
    ) -> HandlerRegistration {
        on(.joinRequest, where: filter, body)
    }

    /// Registers a handler of reactions of single people.
    ///
    /// - Parameters:
    ///   - filter: Which reactions; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onReaction(
        _ filter: Filter<MessageReactionChange> = .all, _ body: @escaping UpdateHandler<MessageReactionChange>
    ) -> HandlerRegistration {
        on(.messageReaction, where: filter, body)
    }

    /// Registers a handler of votes in polls.
    ///
    /// - Parameters:
    ///   - filter: Which votes; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onPollVote(
        _ filter: Filter<PollVote> = .all, _ body: @escaping UpdateHandler<PollVote>
    ) -> HandlerRegistration {
        on(.pollVote, where: filter, body)
    }

    /// Registers a handler of queries about shipping.
    ///
    /// - Parameters:
    ///   - filter: Which queries; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onShippingQuery(
        _ filter: Filter<ShippingQuery> = .all, _ body: @escaping UpdateHandler<ShippingQuery>
    ) -> HandlerRegistration {
        on(.shippingQuery, where: filter, body)
    }

    /// Registers a handler of people who are about to pay.
    ///
    /// - Parameters:
    ///   - filter: Which queries; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onPreCheckoutQuery(
        _ filter: Filter<PreCheckoutQuery> = .all, _ body: @escaping UpdateHandler<PreCheckoutQuery>
    ) -> HandlerRegistration {
        on(.preCheckoutQuery, where: filter, body)
    }

    /// Registers a handler of messages in chats of business accounts.
    ///
    /// - Parameters:
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onBusinessMessage(
        _ filter: Filter<BusinessMessage> = .all, _ body: @escaping UpdateHandler<BusinessMessage>
    ) -> HandlerRegistration {
        on(.businessMessage, where: filter, body)
    }

    /// Registers a handler of calls into chats that the bot is no member of.
    ///
    /// - Parameters:
    ///   - filter: Which queries; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onGuestChatQuery(
        _ filter: Filter<GuestChatQuery> = .all, _ body: @escaping UpdateHandler<GuestChatQuery>
    ) -> HandlerRegistration {
        on(.guestChatQuery, where: filter, body)
    }

    /// Registers a handler of messages that are deleted.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onDeletion(_ body: @escaping UpdateHandler<DeletedMessages>) -> HandlerRegistration {
        on(.messagesDeleted, body)
    }

    /// Registers a handler of gaps in the updates.
    ///
    /// There is one when so much happened that the server does not tell it any more, and when a channel cannot be seen any
    /// more, though nothing may be missing then; see ``MissedUpdates/isInaccessible``.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMissedUpdates(_ body: @escaping UpdateHandler<MissedUpdates>) -> HandlerRegistration {
        on(.missed, body)
    }

    /// Registers a handler of what no other kind of handler is for.
    ///
    /// - Parameters:
    ///   - filter: Which updates; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onRaw(
        _ filter: Filter<TL.Update> = .all, _ body: @escaping UpdateHandler<TL.Update>
    ) -> HandlerRegistration {
        on(.raw, where: filter, body)
    }

    /// Registers a handler of payments that came in, which are to be acted upon once each: see
    /// ``SuccessfulPayment/chargeID``.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onPayment(
        _ body: @escaping @Sendable (Message, SuccessfulPayment) async throws -> Void
    ) -> HandlerRegistration {
        on(.message, reading: Extractor { $0.successfulPayment }, body)
    }
}
