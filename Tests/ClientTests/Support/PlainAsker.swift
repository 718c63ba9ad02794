// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

@testable import Ferogram

/// A question that no handler asks.
private final class PlainAsker: QuestionTable.Asker {
    let place: QuestionTable.Place
    let isAnswer: @Sendable (Message) -> Bool
    var keepsTicket: Bool { false }

    init(_ place: QuestionTable.Place, _ isAnswer: @escaping @Sendable (Message) -> Bool) {
        (self.place, self.isAnswer) = (place, isAnswer)
    }

    func accepts(_ message: Message) -> Bool { isAnswer(message) }
}

extension QuestionTable {
    /// Opens a question that no handler asks.
    func open(_ place: Place, accepting accepts: @escaping @Sendable (Message) -> Bool) throws -> ID {
        let id = makeID()
        try open(id, PlainAsker(place, accepts))
        return id
    }
}
