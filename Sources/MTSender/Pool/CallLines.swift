// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The calls of a pool that run in orders: who stands behind whom, and who has gone out already.
///
/// It resumes nobody: what it returns is to be released, and whoever waits then asks again.
struct CallLines: Sendable {
    /// Names a call.
    typealias Place = UInt64

    /// Who has a call that went out.
    private struct Submission: Hashable, Sendable {
        let sender: ObjectIdentifier
        let ticket: Ticket
    }

    /// The neighbours in one line.
    private struct Link: Sendable {
        let order: CallOrder
        var previous: Place?
        var next: Place?
    }

    private struct Entry: Sendable {
        var links: [Link]
        let turn: AsyncSemaphore
        var submission: Submission?
        /// The calls after which it was not run the last time.
        var refused: [Submission] = []
    }

    private struct Line: Sendable {
        var first: Place
        var last: Place
        /// How many of its calls went out.
        var submitted = 0
    }

    /// Whether a call may go out.
    enum Admission: Hashable, Sendable {
        /// It may, after these calls of the same sender.
        case after([Ticket])
        /// Not yet.
        case wait
    }

    /// How many calls of an order are under way at a time: the server waits for half a second only, and Telegram's own
    /// library keeps to the same number.
    static let window = 10

    private var entries: [Place: Entry] = [:]
    private var lines: [ObjectIdentifier: Line] = [:]
    private var lastPlace: Place = 0

    /// How many calls there are.
    var count: Int { entries.count }
    /// How many there ever were.
    var entered: UInt64 { lastPlace }

    /// Puts a call at the end of the lines of its orders, all at once, so that no two wait for each other.
    ///
    /// - Parameters:
    ///   - orders: The orders.
    ///   - turn: What the call waits with.
    /// - Returns: Its place.
    mutating func enter(_ orders: [CallOrder], turn: AsyncSemaphore) -> Place {
        lastPlace += 1
        var entry = Entry(links: [], turn: turn)
        for order in orders where !entry.links.contains(where: { $0.order === order }) {
            let id = ObjectIdentifier(order)
            let previous = lines[id]?.last
            entry.links.append(Link(order: order, previous: previous))
            lines[id, default: Line(first: lastPlace, last: lastPlace)].last = lastPlace
            if let previous { setNext(lastPlace, of: previous, in: order) }
        }
        entries[lastPlace] = entry
        return lastPlace
    }

    /// Whether all calls right before one have gone out, or have ended.
    func isNear(_ place: Place) -> Bool {
        entries[place]?.links.allSatisfy { link in
            link.previous.map { entries[$0]?.submission != nil } ?? true
        } ?? true
    }

    /// Whether a call may go out by a sender.
    func admission(_ place: Place, to sender: ObjectIdentifier) -> Admission {
        guard let entry = entries[place] else { return .after([]) }
        var tickets: [Ticket] = []
        for link in entry.links {
            guard let previous = link.previous else { continue }
            guard let submission = entries[previous]?.submission, submission.sender == sender,
                !entry.refused.contains(submission),
                lines[ObjectIdentifier(link.order)].map({ $0.submitted < Self.window }) ?? true
            else { return .wait }
            if !tickets.contains(submission.ticket) { tickets.append(submission.ticket) }
        }
        return .after(tickets)
    }

    /// A call went out.
    ///
    /// - Returns: Who may be next.
    mutating func submitted(_ place: Place, to sender: ObjectIdentifier, _ ticket: Ticket) -> [AsyncSemaphore] {
        guard let entry = entries[place], entry.submission == nil else { return [] }
        entries[place]?.submission = Submission(sender: sender, ticket: ticket)
        for link in entry.links { lines[ObjectIdentifier(link.order)]?.submitted += 1 }
        return entry.links.compactMap { $0.next.flatMap { entries[$0]?.turn } }
    }

    /// A call came back without having ended, and will go out again.
    ///
    /// - Parameters:
    ///   - place: Its place.
    ///   - sender: Who had it.
    ///   - tickets: The calls of that sender because of which it was not run, if that is the reason.
    /// - Returns: Who may be next.
    mutating func withdrawn(
        _ place: Place, by sender: ObjectIdentifier, refusedAfter tickets: [Ticket] = []
    ) -> [AsyncSemaphore] {
        guard let entry = entries[place] else { return [] }
        // Senders count their tickets each for itself.
        entries[place]?.refused = tickets.map { Submission(sender: sender, ticket: $0) }
        return withdrawn(entry, at: place)
    }

    private mutating func withdrawn(_ entry: Entry, at place: Place) -> [AsyncSemaphore] {
        guard entry.submission != nil else { return [] }
        entries[place]?.submission = nil
        return entry.links.flatMap { link in
            lines[ObjectIdentifier(link.order)]?.submitted -= 1
            return firstWaiting(in: link.order)
        }
    }

    /// A call has ended.
    ///
    /// - Returns: Who may be next.
    mutating func leave(_ place: Place) -> [AsyncSemaphore] {
        guard let entry = entries[place] else { return [] }
        var turns = withdrawn(entry, at: place)
        entries[place] = nil
        for link in entry.links {
            let id = ObjectIdentifier(link.order)
            if let previous = link.previous { setNext(link.next, of: previous, in: link.order) }
            if let next = link.next { setPrevious(link.previous, of: next, in: link.order) }
            switch (link.previous, link.next) {
            case (nil, nil): lines[id] = nil
            case (nil, let next?): lines[id]?.first = next
            case (let previous?, nil): lines[id]?.last = previous
            case (_?, _?): break
            }
            // The one behind it may wait for the end of just this call.
            if let next = link.next, let turn = entries[next]?.turn { turns.append(turn) }
            turns += firstWaiting(in: link.order)
        }
        return turns
    }

    /// The first call of an order that has not gone out: of all that wait, only that one can.
    private func firstWaiting(in order: CallOrder) -> [AsyncSemaphore] {
        let id = ObjectIdentifier(order)
        var place = lines[id]?.first
        while let current = place, let entry = entries[current] {
            if entry.submission == nil { return [entry.turn] }
            place = entry.links.first { $0.order === order }?.next
        }
        return []
    }

    private mutating func setNext(_ next: Place?, of place: Place, in order: CallOrder) {
        guard let index = entries[place]?.links.firstIndex(where: { $0.order === order }) else { return }
        entries[place]?.links[index].next = next
    }

    private mutating func setPrevious(_ previous: Place?, of place: Place, in order: CallOrder) {
        guard let index = entries[place]?.links.firstIndex(where: { $0.order === order }) else { return }
        entries[place]?.links[index].previous = previous
    }
}
