// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The presses of buttons that bots have not answered yet.
struct CallbackQueries: Sendable {
    struct Entry: Sendable {
        let bot: Int64
        let user: Int64
        /// When nobody waits any more, in seconds since 1970.
        let expires: Int64
    }

    /// How long a bot may take, in seconds.
    static let lifetime: Int64 = 15

    /// How many answers to scripted people are remembered.
    private static let mostAnswers = 1000

    private(set) var entries: [Int64: Entry] = [:]
    private var order: ArraySlice<Int64> = []
    /// What bots answered, for people who are scripted and wait for it.
    private var answers: [Int64: TL.messages.BotCallbackAnswer] = [:]
    private var answerOrder: ArraySlice<Int64> = []

    mutating func add(_ entry: Entry, id: Int64, limit: Int) -> Int64? {
        entries[id] = entry
        order.append(id)
        guard order.count > limit, let oldest = order.popFirst() else { return nil }
        return entries.removeValue(forKey: oldest) == nil ? nil : oldest
    }

    /// When the next query is given up.
    var nextExpiry: Int64? { entries.values.map(\.expires).min() }

    /// Takes a bot's answer.
    mutating func answer(_ id: Int64, _ answer: TL.messages.BotCallbackAnswer) {
        entries[id] = nil
        answers[id] = answer
        answerOrder.append(id)
        if answerOrder.count > Self.mostAnswers, let oldest = answerOrder.popFirst() { answers[oldest] = nil }
    }

    /// What a bot answered to a query.
    func answer(to id: Int64) -> TL.messages.BotCallbackAnswer? { answers[id] }

    /// Takes those out that nobody waits for any more.
    mutating func expire(at now: Int64) -> [Int64] {
        let expired = entries.filter { $0.value.expires <= now }.map(\.key).sorted()
        for id in expired { entries[id] = nil }
        return expired
    }
}
