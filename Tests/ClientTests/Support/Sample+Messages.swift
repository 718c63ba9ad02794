// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

@testable import Ferogram

extension Sample {
    /// The answer of a call that asks for messages: one, and no more.
    static func found(_ id: Int32, in chat: PeerID = user) -> TL.messages.Messages {
        .messages(.init(messages: [message(id, in: chat)], topics: [], chats: chats, users: users))
    }

    /// A poll with two answers, `[0]` and `[1]`.
    static let poll = TL.Poll(
        id: 44, question: .init(text: "?", entities: []),
        answers: [
            .pollAnswer(.init(text: .init(text: "a", entities: []), option: [0])),
            .pollAnswer(.init(text: .init(text: "b", entities: []), option: [1])),
        ], hash: 6)

    /// The answer of a call that asks for a message with the poll.
    static let foundPoll = TL.messages.Messages.messages(
        .init(
            messages: [
                .message(
                    .init(
                        id: 3, peerID: user.tlPeer, date: 1, message: "",
                        media: .poll(.init(poll: poll, results: .init()))))
            ], topics: [], chats: [], users: []))
}
