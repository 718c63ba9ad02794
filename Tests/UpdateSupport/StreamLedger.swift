// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Streams of numbered messages, and who heard what of them.
///
/// A stream is what one program sends to one place, a message after another. Whoever is in that place hears each of them
/// once and in order; who crashed may hear again what it had not stored, and who signed in as somebody else begins anew.
package final class StreamLedger: Sendable {
    /// A stream of messages.
    package struct Stream: Sendable {
        /// The program that sends.
        package let writer: Int
        /// The accounts that hear it.
        package let audience: Set<Int>

        package init(writer: Int, audience: Set<Int>) {
            self.writer = writer
            self.audience = audience
        }
    }

    /// What happened so far.
    package struct Counts: Hashable, Sendable {
        package var sent = 0
        /// Messages of which the sender does not know whether they were sent.
        package var doubtful = 0
        package var heard = 0
        /// Messages that came again because the program had not stored that it had handled them.
        package var again = 0
        package var lost = 0
        package var repeated = 0
        package var outOfOrder = 0
        /// Messages that came to a program that is signed in as somebody else.
        package var foreign = 0

        package var isClean: Bool { lost == 0 && repeated == 0 && outOfOrder == 0 && foreign == 0 }
    }

    fileprivate struct State: Sendable {
        var counts = Counts()
        var sent: [Int]
        var doubtful: [Set<Int>]
        /// As whom each program is signed in; nobody knows while it changes.
        var accounts: [Int?]
        var positions: [[Int: StreamPosition]]
        var problems: [String] = []
    }

    package let streams: [Stream]
    private let state: Lock<State>
    fileprivate static let mostProblems = 40

    package init(_ streams: [Stream], accounts: [Int]) {
        self.streams = streams
        state = Lock(
            State(
                sent: Array(repeating: 0, count: streams.count), doubtful: Array(repeating: [], count: streams.count),
                accounts: accounts, positions: Array(repeating: [:], count: accounts.count)))
    }

    /// What happened so far.
    package var counts: Counts { state.withLock { $0.counts } }
    /// What was wrong, the first of it.
    package var problems: [String] { state.withLock { $0.problems } }

    // MARK: Sending

    /// Begins the next message of a stream, which must be ended before another is begun.
    ///
    /// - Parameter stream: The stream.
    /// - Returns: The number of the message, and the beginning of its text.
    package func begin(_ stream: Int) -> (number: Int, text: String) {
        state.withLock { state in
            let number = state.sent[stream]
            state.sent[stream] += 1
            // Until its end.
            state.doubtful[stream].insert(number)
            return (number, "s\(stream) \(number) ")
        }
    }

    /// Notes what became of a message.
    package func end(_ stream: Int, _ number: Int, isSent: Bool) {
        state.withLock { state in
            if isSent { state.doubtful[stream].remove(number) }
            state.counts.sent += isSent ? 1 : 0
            state.counts.doubtful += isSent ? 0 : 1
        }
    }

    // MARK: Hearing

    /// Takes a message that a program heard; one of no stream is ignored.
    package func take(_ text: String, by program: Int) {
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].first == "s", let stream = Int(words[0].dropFirst()),
            let number = Int(words[1]), streams.indices.contains(stream), number >= 0
        else { return }
        guard streams[stream].writer != program else { return }
        state.withLock { $0.take(number, of: stream, streams[stream].audience, by: program) }
    }

    /// Notes that a program was started again without having stored all that it handled.
    package func restart(_ program: Int) {
        state.withLock { state in
            for stream in state.positions[program].keys { state.positions[program][stream]?.allow(.again) }
        }
    }

    /// Notes that a program is about to be somebody else.
    package func leave(_ program: Int) {
        state.withLock { $0.accounts[program] = nil }
    }

    /// Notes as whom a program is signed in now, and that it begins to listen.
    package func enter(_ program: Int, as account: Int) {
        state.withLock { state in
            state.accounts[program] = account
            for stream in state.positions[program].keys { state.positions[program][stream]?.leave() }
        }
    }

    /// Notes something that is wrong.
    package func fail(_ problem: String) {
        state.withLock { $0.note(problem) }
    }

    /// Notes what did not come until the end.
    ///
    /// - Returns: The numbers of the messages, with the programs and the streams.
    package func missing() -> [(program: Int, stream: Int, numbers: [Int])] {
        state.withLock { state in
            state.positions.indices.flatMap { program in
                streams.indices.compactMap { stream -> (program: Int, stream: Int, numbers: [Int])? in
                    guard let account = state.accounts[program], streams[stream].audience.contains(account),
                        streams[stream].writer != program, let position = state.positions[program][stream]
                    else { return nil }
                    let doubtful = state.doubtful[stream]
                    let numbers = position.missing(of: state.sent[stream]) { doubtful.contains($0) }
                    return numbers.isEmpty ? nil : (program, stream, numbers)
                }
            }
        }
    }

    /// The programs that have not heard anything yet of a stream that is for them.
    package var silent: [(program: Int, stream: Int)] {
        state.withLock { state in
            streams.indices.flatMap { stream in
                state.accounts.indices.compactMap { program -> (program: Int, stream: Int)? in
                    guard let account = state.accounts[program], streams[stream].audience.contains(account),
                        streams[stream].writer != program, state.positions[program][stream] == nil
                    else { return nil }
                    return (program, stream)
                }
            }
        }
    }

    /// Counts what is missing at the end as lost.
    package func close() {
        let missing = missing()
        state.withLock { state in
            for (program, stream, numbers) in missing {
                let known = state.positions[program][stream]?.missingCount ?? 0
                state.counts.lost += max(0, numbers.count - known)
                state.note("program \(program) never heard \(numbers.prefix(5)) of stream \(stream)")
            }
        }
    }
}

extension StreamLedger.State {
    fileprivate mutating func take(_ number: Int, of stream: Int, _ audience: Set<Int>, by program: Int) {
        // While a program becomes somebody else nobody knows whom a message is for.
        guard let account = accounts[program] else { return }
        guard audience.contains(account) else {
            counts.foreign += 1
            return note("program \(program) hears \(number) of stream \(stream), which is for somebody else")
        }
        counts.heard += 1
        let unknown = doubtful[stream]
        let step = positions[program][stream, default: StreamPosition()].take(number) { unknown.contains($0) }
        switch step {
        case .next: return
        case .again: counts.again += 1
        case .repeated:
            counts.repeated += 1
            note("program \(program) hears \(number) of stream \(stream) again")
        case .outOfOrder:
            counts.lost -= 1
            counts.outOfOrder += 1
            note("program \(program) hears \(number) of stream \(stream) after later ones")
        case .gap(let lost):
            counts.lost += lost.count
            note("program \(program) hears \(number) of stream \(stream), but not \(lost.prefix(5))")
        }
    }

    fileprivate mutating func note(_ problem: String) {
        if problems.count < StreamLedger.mostProblems { problems.append(problem) }
    }
}
