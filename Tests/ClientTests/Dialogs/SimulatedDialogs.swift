// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

@testable import Ferogram

/// A long list of chats, as the server gives it: pinned ones first, archived ones apart, some without a message, and changing
/// meanwhile.
final class SimulatedDialogs: Invoker {
    struct Dialog {
        let id: Int64
        var date: Int32
        var message: Int32
        var isPinned = false
        var isArchived = false
    }

    struct State {
        var dialogs: [Dialog]
        var calls = 0
        var now: Int32
        var lastMessage: Int32

        /// A message comes in a chat, which jumps to the beginning.
        mutating func bump(_ index: Int) {
            now += 1
            lastMessage += 1
            (dialogs[index].date, dialogs[index].message) = (now, lastMessage)
        }
    }

    private let state: Lock<State>
    private let change: @Sendable (inout State) -> Void

    init(_ dialogs: [Dialog], _ change: @escaping @Sendable (inout State) -> Void = { _ in }) {
        self.change = change
        state = Lock(
            State(
                dialogs: dialogs, now: dialogs.map(\.date).max() ?? 0, lastMessage: dialogs.map(\.message).max() ?? 0))
    }

    var calls: Int { state.withLock { $0.calls } }

    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        guard let request = function as? TL.messages.GetDialogs else {
            throw .invalidArgument(method: "\(Function.self)", "the simulation has no answer")
        }
        let answer = state.withLock { state -> TL.messages.Dialogs in
            state.calls += 1
            defer { change(&state) }
            let part = state.dialogs.filter { $0.isArchived == (request.folderID == 1) }
            let sorted = part.filter { !$0.isPinned }.sorted { ($0.date, $0.message) > ($1.date, $1.message) }
            let isFirst = request.offsetDate == 0 && request.offsetID == 0
            let rest = sorted.filter { isFirst || ($0.date, $0.message) < (request.offsetDate, request.offsetID) }
            let pinned = isFirst && !request.excludePinned ? part.filter(\.isPinned) : []
            // The limit is a wish: the server gives fewer now and then.
            let limit = max(1, Int(request.limit) - state.calls % 3)
            let page = pinned + rest.prefix(limit)
            return .slice(
                .init(
                    count: Int32(part.count), dialogs: page.map(Self.dialog),
                    messages: page.filter { $0.message > 0 }.map { dialog in
                        .message(
                            .init(
                                id: dialog.message, peerID: PeerID.user(dialog.id).tlPeer, date: dialog.date,
                                message: "x"))
                    }, chats: [],
                    users: page.map { .user(.init(id: $0.id, accessHash: $0.id, firstName: "\($0.id)")) }))
        }
        guard let response = answer as? Function.Response else {
            throw .invalidArgument(method: "\(Function.self)", "the simulation has no answer")
        }
        return response
    }

    private static func dialog(_ dialog: Dialog) -> TL.Dialog {
        Sample.dialog(
            .user(dialog.id), top: dialog.message, pinned: dialog.isPinned, folder: dialog.isArchived ? 1 : nil)
    }
}
