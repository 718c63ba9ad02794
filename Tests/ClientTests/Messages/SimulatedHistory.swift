// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

@testable import Ferogram

/// The history of a supergroup, as the server gives it: page by page, and changing meanwhile.
final class SimulatedHistory: Invoker {
    struct Entry {
        let id: Int32
        let sender: Int64
        let text: String
        /// Whether searches find it.
        let isFound: Bool

        init(id: Int32, sender: Int64, text: String) {
            (self.id, self.sender, self.text, isFound) = (id, sender, text, text.contains(SimulatedHistory.word))
        }
    }

    struct State {
        /// The messages that there are, the oldest one first.
        var entries: [Entry]
        var calls = 0
        /// The numbers of the page that was given last.
        var page: [Int32] = []
        var deleted: Set<Int32> = []
        var sent: Set<Int32> = []

        /// Somebody sends a message.
        mutating func send(from sender: Int64 = 1_000, _ text: String = "new 7") {
            let id = max(entries.last?.id ?? 0, deleted.max() ?? 0) + 1
            entries.append(Entry(id: id, sender: sender, text: text))
            sent.insert(id)
        }

        /// Somebody deletes messages.
        mutating func delete(_ ids: Set<Int32>) {
            for id in ids {
                let index = SimulatedHistory.count(entries, before: id)
                guard entries.indices.contains(index), entries[index].id == id else { continue }
                entries.remove(at: index)
                deleted.insert(id)
            }
        }
    }

    /// What searches are for.
    static let word = "7"

    private let state: Lock<State>
    private let change: @Sendable (inout State) -> Void

    init(_ entries: [Entry], _ change: @escaping @Sendable (inout State) -> Void = { _ in }) {
        self.change = change
        state = Lock(State(entries: entries))
    }

    /// What is there now.
    var current: State { state.withLock { $0 } }

    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        let answer =
            switch function {
            case let request as TL.messages.GetHistory:
                answer(offsetID: request.offsetID, add: request.addOffset, limit: request.limit)
            case let request as TL.messages.Search where request.q == Self.word:
                answer(offsetID: request.offsetID, add: request.addOffset, limit: request.limit, isSearch: true)
            default: throw .invalidArgument(method: "\(Function.self)", "the simulation has no answer")
            }
        guard let response = answer as? Function.Response else {
            throw .invalidArgument(method: "\(Function.self)", "the simulation has no answer")
        }
        return response
    }

    private func answer(
        offsetID: Int32, add: Int32, limit: Int32, isSearch: Bool = false
    ) -> TL.messages.Messages {
        state.withLock { state in
            state.calls += 1
            defer { change(&state) }
            let all = isSearch ? state.entries.filter(\.isFound) : state.entries
            // The page begins behind the first message that is older than the offset, and so many places from there.
            let end = (offsetID == 0 ? all.count : Self.count(all, before: offsetID)) - Int(add)
            let page = all[min(max(0, end - Int(limit)), all.count)..<min(max(0, end), all.count)].reversed()
            state.page = page.map(\.id)
            return .channelMessages(
                .init(
                    pts: 1, count: Int32(all.count),
                    messages: page.map { entry in
                        .message(
                            .init(
                                id: entry.id, fromID: PeerID.user(entry.sender).tlPeer,
                                peerID: Sample.supergroup.tlPeer, date: 1, message: entry.text))
                    }, topics: [], chats: Sample.chats,
                    users: Set(page.map(\.sender)).map {
                        .user(.init(id: $0, accessHash: $0, firstName: "\($0)"))
                    }))
        }
    }

    /// How many messages have smaller numbers.
    fileprivate static func count(_ entries: [Entry], before id: Int32) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
