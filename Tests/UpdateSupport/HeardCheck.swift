// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramLocalServer

/// Compares what a program heard of one sequence of numbered changes with what the server knows of it.
///
/// The rules, which are those of core.telegram.org/api/updates and of the client's promise:
///
/// - Every change of which the account was to hear is heard once, except for those that the client's own calls made, which
///   may be heard if a difference brings them, and for new and changed messages that were deleted before they were heard.
/// - New messages come in their order, and so does everything else; a difference has its messages first.
/// - Nothing about a message comes before the message.
/// - A hole is said, with its end: nothing after the end is missing.
/// - After a crash the program begins with what was stored, so it hears some changes again; after a stop when everything
///   was handled, none.
/// - A channel that is new to a client, or that it has joined again, begins with the first change to arrive.
package struct HeardCheck {
    private struct Expected {
        let update: RecordedUpdate
        /// Whether the account was in the channel.
        let wasTold: Bool
        let isOwn: Bool
        /// Which stay in the channel it was, counted from 0.
        let period: Int
        var isObsolete = false
        var wasHeard = false
        /// What the program heard.
        var text: String?

        var isMessage: Bool {
            if case .newMessage = update.content { true } else { false }
        }

        var isRequired: Bool { wasTold && !isOwn && !isObsolete }
    }

    private let name: String
    private let isAccount: Bool
    private var expected: [Expected] = []
    private var messages: [Int32: Int] = [:]
    private var others: [RecordedUpdate.Content: [Int]] = [:]
    /// Where the next message, and where the next of everything else, is to be looked for.
    private var next = (message: 0, other: 0)
    /// Where the channel began the last time that nothing was stored of it.
    private var beginning = (message: 0, other: 0)
    /// What was lost, of which some may have come by itself.
    private var holes: [Range<Int>] = []
    /// The stays of which something was heard.
    private var begun: (messages: Set<Int>, others: Set<Int>) = ([0], [0])
    private var isNew = (messages: false, others: false)

    /// Prepares a comparison.
    ///
    /// - Parameters:
    ///   - name: What the sequence is called in failures.
    ///   - all: All changes of the sequence.
    ///   - told: The numbers of those of which the account was to hear; `nil` for all.
    ///   - start: Changes up to this number may be missing.
    ///   - key: The client's key; what its calls did is told in their answers.
    package init(_ name: String, all: [RecordedUpdate], told: Set<Int32>?, after start: Int32, key: Int64) {
        self.name = name
        isAccount = told == nil
        var period = 0
        var isInside = true
        for update in all {
            let wasTold = told.map { $0.contains(update.pts) } ?? true
            if wasTold, !isInside { period += 1 }
            isInside = wasTold
            let index = expected.count
            switch update.content {
            case .newMessage(let id):
                messages[id] = index
            case .deleted(let ids):
                let gone = Set(ids)
                for earlier in expected.indices {
                    switch expected[earlier].update.content {
                    case .newMessage(let id), .edited(let id):
                        if gone.contains(id) { expected[earlier].isObsolete = true }
                    default: continue
                    }
                }
                others[update.content, default: []].append(index)
            case .edited, .readInbox, .readOutbox, .pinned, .readContents:
                others[update.content, default: []].append(index)
            }
            if update.pts <= start { begun = (Set(0...period), Set(0...period)) }
            expected.append(
                Expected(
                    update: update, wasTold: wasTold, isOwn: update.madeBy == key || update.pts <= start, period: period
                ))
        }
    }

    /// Takes the next entry of the log that is about this sequence.
    ///
    /// - Returns: What is wrong with it.
    package mutating func take(_ content: RecordedUpdate.Content, text: String?) -> String? {
        guard let index = find(content, text) else { return "\(name): \(content) never was, or comes again" }
        let isMessage = expected[index].isMessage
        let position = isMessage ? next.message : next.other
        expected[index].wasHeard = true
        expected[index].text = text
        let period = expected[index].period
        // In a hole.
        if index < position { return wrong(text, content, index) }
        let isFirst =
            isMessage
            ? begun.messages.insert(period).inserted || isNew.messages
            : begun.others.insert(period).inserted || isNew.others
        if isMessage { isNew.messages = false } else { isNew.others = false }
        if !isFirst, let lost = lost(in: position..<index, messages: isMessage, from: period) {
            return "\(name): \(content) comes, but not \(lost)"
        }
        if isFirst { holes.append(position..<index) }
        if isMessage { next.message = index + 1 } else { next.other = index + 1 }
        if case .edited(let id) = content, let message = messages[id], expected[message].isRequired,
            !expected[message].wasHeard, !holes.contains(where: { $0.contains(message) }),
            message >= firstOfPeriod(period)
        {
            return "\(name): message \(id) is changed before it is there"
        }
        return wrong(text, content, index)
    }

    private func firstOfPeriod(_ period: Int) -> Int {
        period == 0 ? 0 : Int.max
    }

    private func find(_ content: RecordedUpdate.Content, _ text: String?) -> Int? {
        let candidates: [Int]
        let position: Int
        if case .newMessage(let id) = content {
            candidates = messages[id].map { [$0] } ?? []
            position = next.message
        } else {
            candidates = others[content] ?? []
            position = next.other
        }
        func isInHole(_ index: Int) -> Bool {
            !expected[index].wasHeard && holes.contains { $0.contains(index) }
        }
        // Of a stay that begins somewhere in its middle the text alone says which of several changes it is.
        let isBeginning: (Int) -> Bool = { [self] in isNew.others || !begun.others.contains(expected[$0].period) }
        let beginning = candidates.first { $0 >= position && isBeginning($0) && expected[$0].update.text == text }
        if let beginning, case .edited = content { return beginning }
        return candidates.first { isInHole($0) && $0 < position && (text == nil || expected[$0].update.text == text) }
            ?? candidates.first { $0 >= position } ?? candidates.first(where: isInHole)
    }

    private func lost(in range: Range<Int>, messages: Bool, from period: Int) -> String? {
        let index = range.first { index in
            let entry = expected[index]
            return entry.isMessage == messages && entry.isRequired && !entry.wasHeard && entry.period >= period
                && !wasTakenForOwn(index)
        }
        return index.map { "\(expected[$0].update.content) with pts \(expected[$0].update.pts)" }
    }

    /// Whether a change of a message was heard that was taken for one that the client made itself, of which it need not hear.
    private func wasTakenForOwn(_ index: Int) -> Bool {
        guard case .edited = expected[index].update.content, let text = expected[index].update.text else {
            return false
        }
        return (others[expected[index].update.content] ?? []).contains { earlier in
            earlier < index && expected[earlier].isOwn && expected[earlier].text == text
        }
    }

    private func wrong(_ text: String?, _ content: RecordedUpdate.Content, _ index: Int) -> String? {
        guard let text else { return nil }
        let id: Int32
        switch content {
        case .newMessage(let message), .edited(let message): id = message
        default: return nil
        }
        let texts = expected[index...].compactMap { entry -> String? in
            switch entry.update.content {
            case .newMessage(id), .edited(id): entry.update.text
            default: nil
            }
        }
        return texts.contains(text) ? nil : "\(name): \(content) says \"\(text)\", not one of \(texts)"
    }

    /// Takes a hole.
    ///
    /// - Parameters:
    ///   - pts: Its end.
    ///   - isInaccessible: Whether the channel is lost with it.
    package mutating func hole(upTo pts: Int32, isInaccessible: Bool) {
        if isInaccessible { isNew = (true, true) }
        let end = expected.firstIndex { $0.update.pts > pts } ?? expected.count
        holes.append(min(next.message, next.other, end)..<end)
        next = (max(next.message, end), max(next.other, end))
        if isInaccessible { beginning = next }
    }

    /// Takes a new start of the program.
    ///
    /// - Parameters:
    ///   - pts: What was stored; `nil` if nothing was.
    ///   - isExact: Whether everything had been handled.
    package mutating func restart(from pts: Int32?, isExact: Bool) {
        guard let pts else {
            isNew = (true, true)
            guard !isExact else { return }
            // Nothing of what was heard since the channel began was stored.
            next = (min(next.message, beginning.message), min(next.other, beginning.other))
            for index in expected.indices[min(next.message, next.other)...] { expected[index].wasHeard = false }
            return
        }
        defer { beginning = next }
        guard !isExact else { return }
        let start = expected.firstIndex { $0.update.pts > pts } ?? expected.count
        next = (min(next.message, start), min(next.other, start))
        for index in expected.indices[start...] { expected[index].wasHeard = false }
    }

    /// What is missing at the end.
    package func finish() -> String? {
        // What was not asked for before the account left cannot be asked for any more.
        guard let end = expected.last, end.wasTold || isAccount else { return nil }
        let last = end.period
        var lost: String?
        if begun.messages.contains(last), !isNew.messages {
            lost = self.lost(in: next.message..<expected.count, messages: true, from: last)
        }
        if lost == nil, begun.others.contains(last), !isNew.others {
            lost = self.lost(in: next.other..<expected.count, messages: false, from: last)
        }
        return lost.map { "\(name): at the end \($0) is missing" }
    }
}
