// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
import FerogramTLTypes

/// Divides deliveries, so that each of several updates that came in one object counts as handled by itself.
///
/// What a difference brings has no numbers of its own, and stays one piece.
struct DeliverySteps {
    /// Updates, and what to store when they are handled.
    struct Step {
        var updates: [TL.Update] = []
        var changes: [MessageBoxState.Change] = []
    }

    /// What is stored of the account when everything before is handled.
    private var account: MessageBoxState.Account?

    init(_ account: MessageBoxState.Account?) {
        self.account = account
    }

    /// Takes note of what is stored with a delivery.
    mutating func follow(_ delivery: UpdateDelivery) {
        for case .account(let state) in delivery.changes { account = state }
    }

    /// Divides a delivery.
    mutating func divide(_ delivery: UpdateDelivery) -> [Step] {
        defer { follow(delivery) }
        let whole = [Step(updates: delivery.updates, changes: delivery.changes)]
        // Most are one update.
        guard delivery.updates.count > 1 else { return whole }
        let marks = delivery.updates.map { $0.mark }
        guard delivery.gap == nil, marks.allSatisfy({ $0.map { $0.pts > 0 } ?? true }) else {
            return whole
        }
        // Several updates may share a number: a step ends behind the last of them.
        var ends: [Bool] = []
        var first: [UpdateDomain: Int] = [:]
        for mark in marks.reversed() {
            guard let mark else {
                ends.append(false)
                continue
            }
            let start = Int(mark.pts) - Int(mark.count)
            ends.append(first[mark.domain].map { $0 >= Int(mark.pts) } ?? true)
            first[mark.domain] = min(first[mark.domain] ?? start, start)
        }
        ends.reverse()
        var steps: [Step] = []
        var step = Step()
        for (index, update) in delivery.updates.enumerated() {
            step.updates.append(update)
            guard index < marks.count - 1, ends[index], let mark = marks[index], let change = change(mark) else {
                continue
            }
            step.changes = [change]
            steps.append(step)
            step = Step()
        }
        step.changes = delivery.changes
        return steps + [step]
    }

    /// What holds when everything up to an update is handled; `nil` if it is nothing new.
    private mutating func change(_ mark: UpdatePosition) -> MessageBoxState.Change? {
        if case .channel(let id) = mark.domain { return .channel(id, pts: mark.pts) }
        guard var state = account else { return nil }
        switch mark.domain {
        case .common:
            guard mark.pts > state.pts else { return nil }
            state.pts = mark.pts
        case .secondary:
            guard mark.pts > state.qts else { return nil }
            state.qts = mark.pts
        case .channel: return nil
        }
        account = state
        return .account(state)
    }
}
